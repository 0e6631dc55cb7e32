"""The names of months, lower case without accents; three letters or more."""

from typing import Final

from winnow_extract.grounding.folding import fold

NAMES: Final = (
    # en de fr es it pt nl, Nordic, Malay and Indonesian, Polish and Czech genitives, Turkish,
    # Russian, Greek, Arabic, Hebrew, Hindi
    "january jan januar jaenner jaen janvier janv enero ene gennaio gen janeiro januari stycznia "
    "ledna ocak \u044f\u043d\u0432\u0430\u0440\u044f \u03b9\u03b1\u03bd\u03bf\u03c5\u03b1\u03c1\u03b9\u03bf\u03c5 "
    "\u064a\u0646\u0627\u064a\u0631 \u05d9\u05e0\u05d5\u05d0\u05e8 \u091c\u0928\u0935\u0930\u0940",
    "february feb februar feber fevrier fevr fev febrero febbraio fevereiro februari lutego unora "
    "subat \u0444\u0435\u0432\u0440\u0430\u043b\u044f \u03c6\u03b5\u03b2\u03c1\u03bf\u03c5\u03b1\u03c1\u03b9\u03bf\u03c5 "
    "\u0641\u0628\u0631\u0627\u064a\u0631 \u05e4\u05d1\u05e8\u05d5\u05d0\u05e8 \u092b\u0930\u0935\u0930\u0940",
    "march mar marz maerz mrz mars marzo marco maart marts maret mac marca brezna mart "
    "\u043c\u0430\u0440\u0442\u0430 \u03bc\u03b1\u03c1\u03c4\u03b9\u03bf\u03c5 \u0645\u0627\u0631\u0633 "
    "\u05de\u05e8\u05e5 \u092e\u093e\u0930\u094d\u091a",
    "april apr avril avr abril abr aprile kwietnia dubna nisan "
    "\u0430\u043f\u0440\u0435\u043b\u044f \u03b1\u03c0\u03c1\u03b9\u03bb\u03b9\u03bf\u03c5 "
    "\u0627\u0628\u0631\u064a\u0644 \u05d0\u05e4\u05e8\u05d9\u05dc \u0905\u092a\u094d\u0930\u0948\u0932",
    "may mai mayo maggio mag maio mei maj maja kvetna mayis \u043c\u0430\u044f "
    "\u03bc\u03b1\u03b9\u03bf\u03c5 \u0645\u0627\u064a\u0648 \u05de\u05d0\u05d9 \u092e\u0908",
    "june jun juni juin junio giugno giu junho czerwca cervna haziran "
    "\u0438\u044e\u043d\u044f \u03b9\u03bf\u03c5\u03bd\u03b9\u03bf\u03c5 \u064a\u0648\u0646\u064a\u0648 "
    "\u05d9\u05d5\u05e0\u05d9 \u091c\u0942\u0928",
    "july jul juli juillet juil julio luglio lug julho julai lipca cervence temmuz "
    "\u0438\u044e\u043b\u044f \u03b9\u03bf\u03c5\u03bb\u03b9\u03bf\u03c5 \u064a\u0648\u0644\u064a\u0648 "
    "\u05d9\u05d5\u05dc\u05d9 \u091c\u0941\u0932\u093e\u0908",
    "august aug aout agosto ago augustus augusti agustus ogos ogo sierpnia srpna agustos "
    "\u0430\u0432\u0433\u0443\u0441\u0442\u0430 \u03b1\u03c5\u03b3\u03bf\u03c5\u03c3\u03c4\u03bf\u03c5 "
    "\u0627\u063a\u0633\u0637\u0633 \u05d0\u05d5\u05d2\u05d5\u05e1\u05d8 \u0905\u0917\u0938\u094d\u0924",
    "september sep sept septembre septiembre settembre set setembro wrzesnia zari eylul "
    "\u0441\u0435\u043d\u0442\u044f\u0431\u0440\u044f \u03c3\u03b5\u03c0\u03c4\u03b5\u03bc\u03b2\u03c1\u03b9\u03bf\u03c5 "
    "\u0633\u0628\u062a\u0645\u0628\u0631 \u05e1\u05e4\u05d8\u05de\u05d1\u05e8 "
    "\u0938\u093f\u0924\u092e\u094d\u092c\u0930",
    "october oct oktober okt octobre octubre ottobre ott outubro out oktobar pazdziernika rijna "
    "ekim \u043e\u043a\u0442\u044f\u0431\u0440\u044f \u03bf\u03ba\u03c4\u03c9\u03b2\u03c1\u03b9\u03bf\u03c5 "
    "\u0627\u0643\u062a\u0648\u0628\u0631 \u05d0\u05d5\u05e7\u05d8\u05d5\u05d1\u05e8 "
    "\u0905\u0915\u094d\u091f\u0942\u092c\u0930",
    "november nov novembre noviembre novembro listopada kasim "
    "\u043d\u043e\u044f\u0431\u0440\u044f \u03bd\u03bf\u03b5\u03bc\u03b2\u03c1\u03b9\u03bf\u03c5 "
    "\u0646\u0648\u0641\u0645\u0628\u0631 \u05e0\u05d5\u05d1\u05de\u05d1\u05e8 \u0928\u0935\u092e\u094d\u092c\u0930",
    "december dec dezember dez decembre diciembre dic dicembre dezembro desember des disember dis "
    "grudnia prosince aralik \u0434\u0435\u043a\u0430\u0431\u0440\u044f "
    "\u03b4\u03b5\u03ba\u03b5\u03bc\u03b2\u03c1\u03b9\u03bf\u03c5 \u062f\u064a\u0633\u0645\u0628\u0631 "
    "\u05d3\u05e6\u05de\u05d1\u05e8 \u0926\u093f\u0938\u092e\u094d\u092c\u0930",
)
MONTH: Final = {fold(name): at for at, names in enumerate(NAMES, 1) for name in names.split()}
