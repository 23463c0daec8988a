"""What Chromium is ordered, whatever anybody touches: this portal's kiosk and nothing else, no trace, no dialog, no tool (K62)."""

import json
from pathlib import Path

NAME = "huiyin-kiosk.json"


def managed(server: str, run: Path) -> dict[str, object]:
    """The managed policy, by the names of chromeenterprise.google/policies. `run` holds the terminal's own pages."""
    return {
        "URLBlocklist": ["*", "chrome://*", "devtools://*", "view-source:*", "data:*", "javascript:*"],
        "URLAllowlist": [f"{server}/kiosk", f"{server}/static", (run / "page.html").as_uri()],
        "IncognitoModeAvailability": 2,          # 2: forced
        "DownloadRestrictions": 3,               # 3: all of them
        "DeveloperToolsAvailability": 2,         # 2: never
        "RemoteDebuggingAllowed": False,
        "AllowFileSelectionDialogs": False,
        "PrintingEnabled": False,                # paper comes from the printing agent; a dialog would block the screen
        "DefaultPopupsSetting": 2,
        "DefaultNotificationsSetting": 2,
        "DefaultGeolocationSetting": 2,
        "DefaultClipboardSetting": 2,
        "DefaultFileSystemReadGuardSetting": 2,
        "DefaultFileSystemWriteGuardSetting": 2,
        "AudioCaptureAllowedUrls": [server],     # a spoken message and a photographed paper are asked for on the screen itself
        "VideoCaptureAllowedUrls": [server],
        "OverrideSecurityRestrictionsOnInsecureOrigin": [server] if server.startswith("http://") else [],  # in the house, without TLS
        "PasswordManagerEnabled": False,
        "AutofillAddressEnabled": False,
        "AutofillCreditCardEnabled": False,
        "TranslateEnabled": False,
        "SpellcheckEnabled": False,
        "SearchSuggestEnabled": False,
        "DefaultSearchProviderEnabled": False,
        "BrowserSignin": 0,
        "SyncDisabled": True,
        "MetricsReportingEnabled": False,
        "ComponentUpdatesEnabled": False,
        "BackgroundModeEnabled": False,
        "ExtensionInstallBlocklist": ["*"],
        "BookmarkBarEnabled": False,
        "EditBookmarksEnabled": False,
        "AllowDinosaurEasterEgg": False,
        "TaskManagerEndProcessEnabled": False,
        "SSLErrorOverrideAllowed": False,
        "PromotionsEnabled": False,
    }


def dump(server: str, run: Path) -> str:
    """The policy as it lies in the file."""
    return json.dumps(managed(server, run), indent=1) + "\n"
