"""E-mail over SMTP by the standard library; encrypted unless the server is told apart as plain (libraries over own code)."""

import smtplib
import ssl
from email.message import EmailMessage

from portal.foundation.setting_types import MailServer


class NotSent(Exception):
    """It did not leave; the text says why, and holds no address."""


def send(server: MailServer, *, sender: str, to: str, subject: str, text: str, wait: float) -> None:
    """Hand one message to the server, waiting at most `wait` seconds for each of its answers. Raises NotSent."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    try:
        with _open(server, wait) as link:
            if server.user:
                link.login(server.user, server.password)
            link.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        raise NotSent(f"the mail server refuses the address ({code})") from refused
    except smtplib.SMTPResponseException as refused:
        raise NotSent(f"the mail server refused ({refused.smtp_code})") from refused
    except (OSError, smtplib.SMTPException) as failed:
        raise NotSent(f"the mail server: {type(failed).__name__}") from failed


def _open(server: MailServer, wait: float) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=wait, context=context)
    link = smtplib.SMTP(server.host, server.port, timeout=wait)
    if server.security == "starttls":
        try:
            link.starttls(context=context)
        except BaseException:
            link.close()
            raise
    return link
