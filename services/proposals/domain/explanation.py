"""How the steps of a selection are said in Arabic, French and English."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from services.proposals.domain.selection import TraceStep
from services.proposals.domain.text import LANGUAGES, Language, Text

Write = Callable[[int, Language], str]

SENTENCES: Mapping[str, Text] = {
    "envelope": Text(
        ar="الغلاف المالي: {amount}.", fr="L'enveloppe est de {amount}.", en="The envelope holds {amount}."
    ),
    "share": Text(
        ar="يُقسَّم المبلغ بالتساوي على {voters} من المصوتين: {share} لكل واحد.",
        fr="L'argent est partagé également entre {voters} votants : {share} chacun.",
        en="The money is shared equally among {voters} voters: {share} each.",
    ),
    "added": Text(
        ar="أضيف {added} إلى حصة كل مصوت حتى يُستعمل الغلاف دون تجاوزه.",
        fr="{added} ont été ajoutés à la part de chacun pour utiliser l'enveloppe sans la dépasser.",
        en="{added} was added to everybody's share, to use the envelope without overspending it.",
    ),
    "bought": Text(
        ar="«{project}»: يموله {supporters} من المؤيدين، ولا يدفع أحدهم أكثر من {most_paid}. الكلفة {cost}، والباقي {left}.",
        fr="« {project} » : ses {supporters} soutiens le paient, {most_paid} au plus chacun. Coût {cost}, reste {left}.",
        en="“{project}”: its {supporters} supporters pay for it, {most_paid} each at most. Cost {cost}, {left} left.",
    ),
    "taken": Text(
        ar="«{project}»: {tally}، الكلفة {cost}، مقبول. الباقي {left}.",
        fr="« {project} » : {tally}, coût {cost}, retenu. Reste {left}.",
        en="“{project}”: {tally}, cost {cost}, taken. {left} left.",
    ),
    "too-expensive": Text(
        ar="«{project}»: {tally}، لكن كلفته {cost} تفوق الباقي {left}.",
        fr="« {project} » : {tally}, mais son coût {cost} dépasse le reste {left}.",
        en="“{project}”: {tally}, but its cost {cost} is more than the {left} left.",
    ),
    "too-little-support": Text(
        ar="«{project}»: {tally}، أقل من الحد الأدنى {minimum}.",
        fr="« {project} » : {tally}, moins que le minimum de {minimum}.",
        en="“{project}”: {tally}, under the minimum of {minimum}.",
    ),
    "incompatible": Text(
        ar="«{project}»: لا يمكن جمعه مع «{rival}» المقبول قبله.",
        fr="« {project} » : incompatible avec « {rival} », déjà retenu.",
        en="“{project}” cannot stand beside “{rival}”, already taken.",
    ),
    "supporters-short": Text(
        ar="«{project}»: لم يبق لمؤيديه {supporters} معا إلا {have}، وكلفته {cost}.",
        fr="« {project} » : ses {supporters} soutiens n'ont plus ensemble que {have}, il coûte {cost}.",
        en="“{project}”: its {supporters} supporters have only {have} left together, it costs {cost}.",
    ),
    "stopped": Text(
        ar="تقف القائمة هنا: القاعدة لا تسمح بتجاوز مشروع إلى ما بعده.",
        fr="La liste s'arrête ici : la règle ne permet pas de passer au suivant.",
        en="The list ends here: the rule does not skip to the next one.",
    ),
    "completed-greedily": Text(
        ar="يُصرف الباقي {left} على المشاريع الأكثر أصواتا.",
        fr="Le reste, {left}, va aux projets les plus votés.",
        en="What is left, {left}, goes to the most voted projects.",
    ),
    "comparison-kept": Text(
        ar="مقارنة مع قاعدة الأكثر أصواتا: هي أفضل لـ{gain} من المصوتين وأسوأ لـ{lose}. تبقى الحصص المتساوية.",
        fr="Comparaison avec la règle des plus votés : meilleure pour {gain} votants, moins bonne pour {lose}. Les parts égales restent.",
        en="Beside the most-voted rule: better for {gain} voters, worse for {lose}. Equal shares stands.",
    ),
    "comparison-lost": Text(
        ar="مقارنة الحصص المتساوية مع قاعدة الأكثر أصواتا: هذه أفضل لـ{gain} من المصوتين وأسوأ لـ{lose}، فتُعتمد.",
        fr="Comparée aux parts égales, la règle des plus votés est meilleure pour {gain} votants, moins bonne pour {lose} : elle est retenue.",
        en="Beside equal shares, the most-voted rule is better for {gain} voters and worse for {lose}: it is applied.",
    ),
    "decided": Text(
        ar="قرر المجلس «{project}»: {reason}. الكلفة {cost}، والباقي {left}.",
        fr="Le conseil retient « {project} » : {reason}. Coût {cost}, reste {left}.",
        en="The council takes “{project}”: {reason}. Cost {cost}, {left} left.",
    ),
    "left": Text(
        ar="الباقي في الغلاف: {amount}.", fr="Il reste {amount} dans l'enveloppe.", en="{amount} is left over."
    ),
    "tie": Text(
        ar=" تساوى مع «{before}»، وحسم بينهما: {criterion}.",
        fr=" À égalité avec « {before} », départagés par : {criterion}.",
        en=" Level with “{before}”, parted by: {criterion}.",
    ),
}
CRITERIA: Mapping[str, Text] = {
    "more_support": Text(ar="الأصوات الأكثر", fr="plus de voix", en="more votes"),
    "lower_cost": Text(ar="الكلفة الأقل", fr="coût plus bas", en="lower cost"),
    "higher_cost": Text(ar="الكلفة الأعلى", fr="coût plus élevé", en="higher cost"),
    "ballot_order": Text(ar="الترتيب في ورقة التصويت", fr="ordre du bulletin", en="ballot order"),
}
VOTES = Text(ar="{votes} من الأصوات", fr="{votes} voix", en="{votes} votes")
POINTS = Text(ar="{votes} من النقاط", fr="{votes} points", en="{votes} points")
_MONEY = frozenset({"amount", "cost", "left", "share", "added", "most_paid", "have"})


def explain(step: TraceStep, titles: Mapping[str, str], write: Write, points: int = 0) -> Text:
    """One sentence a language, titles in place of ids; `write` puts minor units into words of a language.

    `points`: how many units of the support make one point; 0 where it is counted in votes.
    """
    return Text(**{language: _say(step, language, titles, write, points) for language in LANGUAGES})


def _say(step: TraceStep, language: Language, titles: Mapping[str, str], write: Write, points: int) -> str:
    facts = {name: str(value) for name, value in step.facts.items()}
    facts |= {name: _counted(facts[name], points) for name in ("votes", "minimum") if name in facts}
    facts |= {name: _amount(facts[name], language, write) for name in _MONEY & facts.keys()}
    facts |= {name: titles.get(facts[name], facts[name]) for name in ("rival", "before") if name in facts}
    facts["project"] = titles.get(step.project_id or "", step.project_id or "")
    facts["tally"] = getattr(POINTS if points else VOTES, language).format(votes=facts.get("votes", "0"))
    facts.setdefault("supporters", facts.get("votes", "0"))
    sentence = getattr(SENTENCES[step.key], language).format(**facts)
    if "tie_break" in facts:
        criterion = getattr(CRITERIA[facts["tie_break"]], language)
        sentence += getattr(SENTENCES["tie"], language).format(before=facts["before"], criterion=criterion)
    return str(sentence)


def _counted(units: str, points: int) -> str:
    return format((Decimal(units) / (points or 1)).normalize(), "f")


def _amount(exact: str, language: Language, write: Write) -> str:
    """A part of the smallest unit is shown rounded down and marked as about."""
    whole, _, part = exact.partition("/")
    text = write(int(whole) // int(part or 1), language)
    return f"≈ {text}" if part else text
