"""The names of months in many languages, those that have cases as dates have them."""
# ruff: noqa: RUF001  (names in their own scripts)

from typing import Final

from winnow_extract.grounding.folding import fold

NAMES: Final = """
january jan januar jaenner jaen janvier janv enero ene gennaio gen janeiro januari stycznia
ledna ocak января ιανουαριου يناير ינואר जनवरी

february feb februar feber fevrier fevr fev febrero febbraio fevereiro februari lutego unora
subat февраля φεβρουαριου فبراير פברואר फरवरी

march mar marz maerz mrz mars marzo marco maart marts maret mac marca brezna mart марта μαρτιου
مارس מרץ मार्च

april apr avril avr abril abr aprile kwietnia dubna nisan апреля απριλιου ابريل אפריל अप्रैल

may mai mayo maggio mag maio mei maj maja kvetna mayis мая μαιου مايو מאי मई

june jun juni juin junio giugno giu junho czerwca cervna haziran июня ιουνιου يونيو יוני जून

july jul juli juillet juil julio luglio lug julho julai lipca cervence temmuz июля ιουλιου يوليو
יולי जुलाई

august aug aout agosto ago augustus augusti agustus ogos ogo sierpnia srpna agustos августа
αυγουστου اغسطس אוגוסט अगस्त

september sep sept septembre septiembre settembre set setembro wrzesnia zari eylul сентября
σεπτεμβριου سبتمبر ספטמבר सितम्बर

october oct oktober okt octobre octubre ottobre ott outubro out oktobar pazdziernika rijna ekim
октября οκτωβριου اكتوبر אוקטובר अक्टूबर

november nov novembre noviembre novembro listopada kasim ноября νοεμβριου نوفمبر נובמבר नवम्बर

december dec dezember dez decembre diciembre dic dicembre dezembro desember des disember dis
grudnia prosince aralik декабря δεκεμβριου ديسمبر דצמבר दिसम्बर
"""
MONTH: Final = {
    fold(name): at for at, names in enumerate(NAMES.split("\n\n"), 1) for name in names.split()
}
