"""The one page people see of this service: leaving."""

from services.notifications.adapters.mime import PAGES

TEXTS = {
    "ar": (
        "إلغاء الاشتراك",
        "لن تصلكم رسائل أخرى سوى الإعلامات القانونية.",
        "نعم، أوقفوا الرسائل",
        "تم إلغاء اشتراككم.",
    ),
    "fr": ("Se désabonner", "Vous ne recevrez plus que les avis légaux.", "Oui, arrêter les messages", "C'est fait."),
    "en": ("Unsubscribe", "You will receive legal notices only.", "Yes, stop the messages", "You are unsubscribed."),
}


def unsubscribe_page(language: str, done: bool) -> str:
    title, text, button, finished = TEXTS[language]
    return PAGES.get_template("unsubscribe.html").render(
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        title=finished if done else title,
        text=text,
        button=None if done else button,
    )
