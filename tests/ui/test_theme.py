"""Light and dark: readable, and no colour left behind."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from itow_desktop.ui.assets import Styles, Tone, icon, is_dark, tone_color
from itow_desktop.ui.theme import Theme, fusion_palette
from itow_desktop.ui.widgets.news_bar import NewsBar
from itow_desktop.ui.widgets.status_lights import Light, StatusLights

STYLES = Path(__file__).resolve().parents[2] / "resources" / "styles"


def luminance(color: QColor) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in (color.redF(), color.greenF(), color.blueF())]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_texts_and_tones_can_be_read_on_their_grounds(dark: bool) -> None:
    palette = fusion_palette(dark=dark)
    assert is_dark(palette) is dark
    roles = (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.AlternateBase)
    grounds = [palette.color(role) for role in roles]
    selections = [
        palette.color(group, QPalette.ColorRole.Highlight) for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive)
    ]
    for tone in Tone:
        for ground in grounds:
            assert contrast(tone_color(tone, palette), ground) >= 4.5, (tone, ground.name())
        for ground in selections:
            assert contrast(tone_color(tone, palette), ground) >= 3.0, (tone, ground.name())
    for text, under in (
        (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
        (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
        (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
        (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
        (QPalette.ColorRole.BrightText, QPalette.ColorRole.Accent),
    ):
        assert contrast(palette.color(text), palette.color(under)) >= 4.5, text


@pytest.mark.parametrize("dark", [False, True])
def test_every_placeholder_of_the_sheets_gets_a_colour(dark: bool) -> None:
    sheet = Styles(STYLES).sheet(fusion_palette(dark=dark), native=False)
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    assert "@" not in rules
    assert tone_color(Tone.LATE, fusion_palette(dark=dark)).name() in rules


def test_every_light_and_every_kind_of_news_has_its_picture(qtbot: QtBot) -> None:
    lights, news = StatusLights(), NewsBar()
    qtbot.addWidget(lights)
    qtbot.addWidget(news)
    for light in Light:
        lights.set_light(light.name, light, "as it is")
        assert lights.words(light.name) == f"{light.name}: as it is"
    for tone in Tone:
        news.tell(f"News in {tone}.", tone)
        assert news.text == f"News in {tone}."


def test_an_icon_that_does_not_exist_is_refused_at_once(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        icon("no-such-picture")


def test_icons_follow_from_light_to_dark(theme: Theme, qapp: QApplication) -> None:
    drawn = icon("car-simple")

    def ink(image: QIcon) -> QColor:
        picture = image.pixmap(QSize(32, 32)).toImage()
        pixels = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
        return max(pixels, key=lambda color: color.alpha())

    theme.use(Qt.ColorScheme.Light)
    on_light = ink(drawn)
    theme.use(Qt.ColorScheme.Dark)
    on_dark = ink(drawn)
    theme.use(Qt.ColorScheme.Light)
    assert luminance(on_light) < 0.2 < luminance(on_dark)


@pytest.mark.parametrize("dark", [False, True])
def test_high_contrast_is_ink_on_paper_and_needs_no_colour(qapp: QApplication, dark: bool) -> None:
    theme = Theme(qapp, Styles(STYLES))
    try:
        theme.use(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light, contrast=True)
        palette = qapp.palette()
        ink = palette.color(QPalette.ColorRole.WindowText)
        for tone in Tone:
            assert tone_color(tone) == ink
        for text, under in (
            (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
            (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
            (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
            (QPalette.ColorRole.BrightText, QPalette.ColorRole.Accent),
            (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
        ):
            assert contrast(palette.color(text), palette.color(under)) >= 7, (text, under)
    finally:
        theme.use(Qt.ColorScheme.Light)
    assert tone_color(Tone.LATE) != qapp.palette().color(QPalette.ColorRole.WindowText)
