"""What a form says of itself elsewhere: always what one registers for."""

from dataclasses import replace

from home.models.sharing import Shareable
from home.share_image import ShareImage
from home.wording import get_plain_text


class FormSharing(Shareable):
    """A registration form: its own words, under the face of the call or the day."""

    def get_meta_title(self) -> str:
        return self.seo_title or f"{self.title} – {self.subject.short_title}"

    def get_own_words(self) -> str:
        return get_plain_text(self.intro) or self.subject.get_meta_description()

    def get_share_image(self) -> ShareImage:
        image = self.subject.get_share_image()
        return replace(image, title=self.title, kind=self.subject.short_title)
