"""How the codes of proposals and programmes are said to people."""

from collections.abc import Mapping

from services.proposals.domain.text import Text

STATUSES: Mapping[str, Text] = {
    "held": Text(ar="قيد النظر الأولي", fr="en attente d'un regard", en="held for a look"),
    "rejected": Text(ar="مستبعد", fr="écartée", en="rejected"),
    "submitted": Text(ar="مستلم", fr="reçue", en="received"),
    "admissible": Text(ar="مقبول شكلا", fr="recevable", en="admissible"),
    "inadmissible": Text(ar="غير مقبول شكلا", fr="irrecevable", en="inadmissible"),
    "feasible": Text(ar="قابل للإنجاز", fr="réalisable", en="feasible"),
    "conditional": Text(ar="قابل للإنجاز بشروط", fr="réalisable sous conditions", en="feasible with conditions"),
    "infeasible": Text(ar="غير قابل للإنجاز", fr="irréalisable", en="infeasible"),
    "merged": Text(ar="مدمج في مقترح آخر", fr="fusionnée", en="merged"),
    "shortlisted": Text(ar="معروض للتصويت", fr="soumise au vote", en="put to the vote"),
    "selected": Text(ar="مختار", fr="retenue", en="selected"),
    "not_selected": Text(ar="غير مختار", fr="non retenue", en="not selected"),
    "funded": Text(ar="ممول", fr="financée", en="funded"),
    "carried_over": Text(ar="مرحّل إلى نسخة لاحقة", fr="reportée", en="carried over"),
    "withdrawn": Text(ar="مسحوب", fr="retirée", en="withdrawn"),
}
CHANNELS: Mapping[str, Text] = {
    "online_form": Text(ar="استمارة إلكترونية", fr="formulaire en ligne", en="online form"),
    "suggestion_box": Text(ar="صندوق مقترحات", fr="boîte à suggestions", en="suggestion box"),
    "notebook": Text(ar="كراس مقترحات", fr="cahier de propositions", en="notebook"),
    "social_survey": Text(
        ar="استبيان على شبكات التواصل", fr="enquête sur les réseaux sociaux", en="social-network survey"
    ),
    "complaint": Text(ar="شكاية", fr="réclamation", en="complaint"),
    "zone_session": Text(ar="جلسة المنطقة", fr="séance de zone", en="zone session"),
    "working_group": Text(ar="مجموعة عمل بالمنتدى", fr="groupe de travail du forum", en="forum working group"),
    "association_call": Text(ar="طلب مشاريع للجمعيات", fr="appel aux associations", en="call to associations"),
    "carried_over": Text(ar="مرحّل من سنة سابقة", fr="reportée d'une année antérieure", en="carried over"),
}
# What can be done with a programme, and where it stands.
STEPS: Mapping[str, Text] = {
    "publish": Text(ar="النشر", fr="publier", en="publish"),
    "remark": Text(ar="إبداء ملاحظة", fr="faire une remarque", en="remark"),
    "amend": Text(ar="التعديل", fr="modifier", en="amend"),
    "request-decision": Text(ar="طلب قرار المجلس", fr="demander la décision du conseil", en="ask for the decision"),
    "deliver": Text(ar="متابعة الإنجاز", fr="suivre la réalisation", en="deliver"),
    "close": Text(ar="الإغلاق", fr="clore", en="close"),
    "select": Text(ar="اختيار المشاريع", fr="choisir des projets", en="select projects"),
}
STATES: Mapping[str, Text] = {
    "draft": Text(ar="مسودة", fr="en projet", en="a draft"),
    "published": Text(ar="منشور", fr="publié", en="published"),
    "amended": Text(ar="معدّل", fr="modifié", en="amended"),
    "approved": Text(ar="مصادق عليه", fr="approuvé", en="approved"),
    "delivery": Text(ar="قيد الإنجاز", fr="en réalisation", en="in delivery"),
    "closed": Text(ar="مغلق", fr="clos", en="closed"),
}
