"""What the proposals service can be told from outside."""

from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import Field

from services.proposals.domain.forms import FormRules
from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """How public forms are kept from machines; everything else is shared by all services."""

    service: ClassVar[str] = "proposals"
    proposals_form_tokens: Literal["required", "offered"] = Field(
        "required",
        description="Whether public forms must carry a token; `offered` is for programs that open no page, as the demonstration.",
    )
    proposals_form_quickest: int = Field(
        3, ge=0, description="Seconds under which a form was not filled in by a person."
    )
    proposals_form_hours: int = Field(72, ge=24, description="Hours an opened form can be sent.")
    proposals_forms_an_hour: int = Field(
        20, ge=1, description="Forms of one kind from one address in an hour; more are held for a look."
    )
    proposals_forms_at_most: int = Field(200, ge=1, description="More than these from one address are turned back.")
    proposals_forms_together: int = Field(
        500, ge=1, description="Forms of one kind in a municipality in an hour; more are held for a look."
    )
    proposals_trusted_proxies: list[str] = Field(
        default_factory=lambda: ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
        description="Networks whose `X-Forwarded-For` is believed, as JSON: where the pages and proxies run.",
    )

    proposals_contacts_months: int = Field(
        24, ge=1, le=600, description="Months after which names and addresses of authors are forgotten."
    )

    @property
    def contacts_kept(self) -> timedelta:
        return timedelta(days=30 * self.proposals_contacts_months)

    @property
    def form_rules(self) -> FormRules:
        return FormRules(
            quickest=self.proposals_form_quickest,
            oldest=timedelta(hours=self.proposals_form_hours),
            soft=self.proposals_forms_an_hour,
            hard=self.proposals_forms_at_most,
            all_together=self.proposals_forms_together,
            required=self.proposals_form_tokens == "required",
        )
