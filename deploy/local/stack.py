"""Every process of the platform on one machine, with its environment and what it waits for."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.local.child import Child
from deploy.local.probes import answers
from deploy.local.servers import HOST, Addresses, addresses, kafka, servers
from deploy.local.settings import ROOT, LocalSettings
from deploy.local.tokens import AUDIENCE

SERVICES = ("proposals", "scheduling", "voting", "notifications")


@dataclass(frozen=True, slots=True)
class Stack:
    """What the whole platform is made of, for one set of settings."""

    settings: LocalSettings

    @property
    def servers(self) -> Addresses:
        return addresses(self.settings)

    @property
    def urls(self) -> dict[str, str]:
        own = {name: f"http://{HOST}:{self.settings.ports.of(name)}" for name in (*SERVICES, "web")}
        return {**own, "mail": self.servers.mail_url, "oidc": self.servers.oidc_issuer}

    def children(self) -> list[Child]:
        provided = [self._with_refill(child) for child in servers(self.settings)]
        needed = tuple(child.name for child in provided)
        setups = tuple(f"{service}.setup" for service in SERVICES)
        own = [child for service in SERVICES for child in self._service(service, needed, setups)]
        return [*provided, *own, self._web(needed)]

    def environment(self, service: str) -> dict[str, str]:
        """What one service is told; the same variables as in production."""
        return {
            **self._shared(),
            "REDIS_URL": f"{self.servers.redis_url}/{SERVICES.index(service)}",
            "OIDC_CLIENT_ID": service,
            "OIDC_CLIENT_SECRET": f"local-{service}",
            "PORT": str(self.settings.ports.of(service)),
            "PUBLIC_URL": self.urls[service],
            "DATA_DIR": str(self._folder("keys", service)),
        }

    def _shared(self) -> dict[str, str]:
        given = self.servers
        return {
            "PYTHONPATH": str(ROOT),
            "PROFILE": "local",
            "CIVIL_CLOCK": "stepped",
            "PROPOSALS_FORM_TOKENS": "offered",  # the story's residents open no page; pages carry tokens all the same
            "HOST": HOST,
            "MONGO_URL": given.mongo_url,
            "DATABASE_PREFIX": self.settings.database_prefix,
            "KAFKA_BOOTSTRAP": given.kafka_bootstrap,
            "KAFKA_PROFILE": "production" if self.settings.kafka_bootstrap else "local",
            "TOPIC_PARTITIONS": "3",
            "TOPIC_PREFIX": self.settings.topic_prefix,
            "OIDC_ISSUER": given.oidc_issuer,
            "OIDC_AUDIENCE": AUDIENCE,
            "SMTP_URL": given.smtp_url,
            "FIRST_GRANTS": json.dumps(self._first_grants()),
            "DOCUMENTS_URLS": json.dumps({name: self.urls[name] for name in SERVICES}),
            "WEB_URL": self.urls["web"],
            "VOTING_WEB_ORIGIN": self.urls["web"],
            **({"OTLP_ENDPOINT": self.settings.otlp_endpoint} if self.settings.otlp_endpoint else {}),
        }

    def _first_grants(self) -> list[dict[str, str]]:
        whole = {"issuer": self.servers.oidc_issuer, "scope": "network"}
        services = [{**whole, "subject": f"service-{name}", "role": "service"} for name in (*SERVICES, "web")]
        return [{**whole, "subject": "network-administrator", "role": "network_administrator"}, *services]

    def _service(self, service: str, needed: tuple[str, ...], setups: tuple[str, ...]) -> list[Child]:
        environment = self.environment(service)
        module = (sys.executable, "-m", f"services.{service}")
        setup = Child(f"{service}.setup", (*module, "setup"), environment, needed, once=True)
        api = Child(
            f"{service}.api",
            (*module, "api"),
            environment,
            (setup.name,),
            ready=answers(f"{self.urls[service]}/health/ready"),
            port=self.settings.ports.of(service),
        )
        # Consumers read the others' topics too, which must exist with their final number of partitions.
        events = Child(f"{service}.events", (*module, "events"), environment, setups)
        tasks = Child(f"{service}.tasks", (*module, "tasks", "-B"), environment, (setup.name,))
        return [setup, api, events, tasks]

    def _web(self, needed: tuple[str, ...]) -> Child:
        environment = {
            **self._shared(),
            **{f"{name.upper()}_URL": self.urls[name] for name in SERVICES},
            "REDIS_URL": f"{self.servers.redis_url}/{len(SERVICES)}",
            "OIDC_CLIENT_ID": "web",
            "PORT": str(self.settings.ports.web_port),
            "PUBLIC_URL": self.urls["web"],
            "VOTING_PUBLIC_URL": self.urls["voting"],
            "DATA_DIR": str(self._folder("keys", "web")),
        }
        ready = answers(f"{self.urls['web']}/health/live")
        command = (sys.executable, "-m", "web")
        return Child("web", command, environment, needed, ready=ready, port=self.settings.ports.web_port)

    def _with_refill(self, child: Child) -> Child:
        if child.name != "kafka":
            return child
        refill = (sys.executable, "-m", "deploy.local.refill")
        environments = json.dumps({name: self.environment(name) for name in SERVICES})
        return kafka(self.settings.ports.kafka_port, (refill,), {"PYTHONPATH": str(ROOT), "REFILL": environments})

    def _folder(self, *parts: str) -> Path:
        folder = self.settings.data_folder.joinpath(*parts)
        folder.mkdir(parents=True, exist_ok=True)
        return folder
