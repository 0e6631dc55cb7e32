"""Every service is deployed everywhere, under its name, on its port, with probes that exist."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from typer.testing import CliRunner

from winnow.cli.main import app
from winnow.installed import installed_services, settings_class
from winnow.observability.probes import add_probes

Resource = dict[str, Any]
SETTINGS = {name: settings_class(create) for name, create in installed_services().items()}
PORTS = {name: kind.model_fields[f"{name}_port"].default for name, kind in SETTINGS.items()}
PREPARING = {"migrate", "topics", "bucket"}
PROBES = ("startupProbe", "livenessProbe", "readinessProbe")


def paths_of_probes() -> set[str]:
    web = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    add_probes(web, "any", {}, lambda: None)
    routes: Iterable[Any] = web.routes
    return {route.path for route in routes}


def test_compose_runs_every_service_and_no_other(ours: dict[str, Resource], root: Path) -> None:
    folders = {folder.parent.name for folder in root.glob("services/*/pyproject.toml")}
    assert set(ours) == folders == set(PORTS)


def test_kubernetes_runs_every_service_and_no_other(deployments: dict[str, Resource]) -> None:
    assert set(deployments) == set(PORTS)


def test_each_service_has_the_image_made_for_it(
    ours: dict[str, Resource], deployments: dict[str, Resource]
) -> None:
    for name in PORTS:
        assert ours[name]["image"] == f"winnow-{name}"
        assert ours[name]["build"]["args"]["SERVICE"] == name
        assert f"/{name}:" in container_of(deployments[name])["image"]


def test_an_overlay_names_a_registry_for_every_image(resources: list[Resource]) -> None:
    for resource in resources:
        if resource["kind"] in ("Deployment", "Job"):
            assert container_of(resource)["image"].startswith("registry.example.com/winnow/")


def test_compose_asks_each_service_on_its_port(ours: dict[str, Resource]) -> None:
    for name, port in PORTS.items():
        asked = ours[name]["healthcheck"]["test"][-1]
        assert f"http://127.0.0.1:{port}/readyz" in asked
        for published in ours[name].get("ports", ()):
            assert published == f"127.0.0.1:{port}:{port}"


def test_kubernetes_asks_each_service_on_its_port(deployments: dict[str, Resource]) -> None:
    for name, port in PORTS.items():
        container = container_of(deployments[name])
        assert container["ports"] == [{"name": "http", "containerPort": port}]
        for probe in PROBES:
            assert container[probe]["httpGet"]["port"] == "http"
            assert container[probe]["httpGet"]["path"] in paths_of_probes()


def test_a_store_that_is_away_restarts_nothing(deployments: dict[str, Resource]) -> None:
    for deployment in deployments.values():
        container = container_of(deployment)
        assert container["startupProbe"]["httpGet"]["path"] == "/livez"
        assert container["livenessProbe"]["httpGet"]["path"] == "/livez"
        assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"


def test_services_with_routes_of_their_own_can_be_called(resources: list[Resource]) -> None:
    called = {one["metadata"]["name"]: one for one in resources if one["kind"] == "Service"}
    assert set(called) == {"gateway", "review", "ask"}
    for name, service in called.items():
        assert service["spec"]["selector"] == {"app.kubernetes.io/name": name}
        assert [port["targetPort"] for port in service["spec"]["ports"]] == ["http"]


def test_compose_waits_for_what_can_be_waited_for(compose: Resource) -> None:
    for service in compose["services"].values():
        for other, how in service.get("depends_on", {}).items():
            awaited = compose["services"][other]
            if how["condition"] == "service_healthy":
                assert "healthcheck" in awaited
            else:
                assert awaited["restart"] == "no"


def test_compose_prepares_before_services_start(
    compose: Resource, ours: dict[str, Resource]
) -> None:
    done = {name for name, one in compose["services"].items() if one["restart"] == "no"}
    assert done == PREPARING
    for service in ours.values():
        assert {"migrate", "topics", "blobs"} <= set(service["depends_on"])
    assert "bucket" in compose["services"]["blobs"]["depends_on"]


@pytest.mark.parametrize("name", ["migrate", "topics"])
def test_both_prepare_by_the_same_command(
    name: str, compose: Resource, resources: list[Resource]
) -> None:
    [job] = [one for one in resources if one["kind"] == "Job" and one["metadata"]["name"] == name]
    command = container_of(job)["args"]
    assert command == compose["services"][name]["command"]
    assert CliRunner().invoke(app, [*command, "--help"]).exit_code == 0


def test_compose_names_every_volume(compose: Resource) -> None:
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", ())
    }
    assert {name for name in used if not name.startswith("./")} == set(compose["volumes"])


def test_compose_mounts_files_that_exist(compose: Resource, root: Path) -> None:
    for service in compose["services"].values():
        for volume in service.get("volumes", ()):
            if volume.startswith("./"):
                assert (root / volume.split(":")[0]).exists()


def container_of(workload: Resource) -> Resource:
    [container] = workload["spec"]["template"]["spec"]["containers"]
    found: Resource = container
    return found
