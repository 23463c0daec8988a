"""The systemd units: the screen on the first console, and the agent that speaks with the portal behind it."""

from . import keys
from .config import Places

USER = "huiyin-kiosk"
SCREEN, AGENT = "huiyin-kiosk.service", "huiyin-kiosk-agent.service"

_SCREEN = """[Unit]
Description=Huiyin: the screen of the terminal
After=systemd-user-sessions.service getty@tty1.service network-online.target sound.target
Wants=network-online.target
Conflicts=getty@tty1.service
# the keeper left by gesture and PIN: the console asks for a login
OnSuccess=getty@tty1.service
StartLimitIntervalSec=0

[Service]
User={user}
PAMName=login
TTYPath=/dev/tty1
TTYReset=yes
TTYVHangup=yes
TTYVTDisallocate=yes
StandardInput=tty-fail
StandardOutput=journal
StandardError=journal
UtmpIdentifier=tty1
UtmpMode=user
RuntimeDirectory=huiyin-kiosk
RuntimeDirectoryMode=0700
StateDirectory=huiyin-kiosk
StateDirectoryMode=0700
Environment=PYTHONPATH={places.program} PYTHONDONTWRITEBYTECODE=1
# no Ctrl, Alt, function or media key reaches the browser
Environment=XKB_CONFIG_EXTRA_PATH={places.keys} XKB_DEFAULT_RULES={keys} XKB_DEFAULT_LAYOUT={keys}
# without -s: no way to another console
ExecStart=/usr/bin/cage -d -- /usr/bin/python3 -m kiosk.device launch
KillMode=control-group
TimeoutStopSec=10
Restart=on-failure
RestartSec=2

[Install]
WantedBy=multi-user.target
"""
_AGENT = """[Unit]
Description=Huiyin: the terminal tells the portal that it is alive, and prints
After=network-online.target cups.service
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
User={user}
StateDirectory=huiyin-kiosk
StateDirectoryMode=0700
Environment=PYTHONPATH={places.program} PYTHONDONTWRITEBYTECODE=1
ExecStart=/usr/bin/python3 -m kiosk.device beat
Restart=always
RestartSec=5
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
"""


def texts(places: Places) -> dict[str, str]:
    """Each unit's file by its name."""
    return {name: text.format(user=USER, places=places, keys=keys.NAME) for name, text in ((SCREEN, _SCREEN), (AGENT, _AGENT))}
