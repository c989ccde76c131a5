"""Scrapy 1 to 2.19. https://docs.scrapy.org/en/latest/topics/email.html

One message; `to` and `cc` are texts or lists, each joined into its header. There is no Bcc. Read from the code of 1.8.4, 2.11.2 and 2.19.0
(scrapy/mail.py).
"""

# distribution: Scrapy 1.8.4 to 2.19.0
# found by: scrapy & MailSender

from cclint.models.vocabulary import Cc, Sent, To

# module: scrapy.mail
class MailSender:
    def __init__(self, smtphost="localhost", mailfrom="scrapy@localhost", smtpuser=None, smtppass=None, smtpport=25, smtptls=False, smtpssl=False, debug=False): ...
    @classmethod
    def from_settings(cls, settings) -> MailSender: ...
    @classmethod
    def from_crawler(cls, crawler) -> MailSender: ...
    def send(self, to: To, subject, body, cc: Cc = None, attachs=(), mimetype="text/plain", charset=None, _callback=None) -> Sent: ...
