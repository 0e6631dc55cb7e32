"""Every WINNOW_* variable that is set anywhere is a setting of the service that gets it."""

import re
from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.installed import installed_services, settings_class

Resource = dict[str, Any]
KINDS: dict[str, type[Settings]] = {
    name: settings_class(create) for name, create in installed_services().items()
}


def known(kind: type[Settings]) -> set[str]:
    return {f"WINNOW_{name.upper()}" for name in kind.model_fields}


def ours_in(variables: Resource) -> dict[str, str]:
    return {
        name: str(value) for name, value in variables.items() if str(name).startswith("WINNOW_")
    }


def test_compose_sets_what_each_service_knows(compose: Resource) -> None:
    for name, service in compose["services"].items():
        if str(service["image"]).startswith("winnow-"):
            found = ours_in(service["environment"])
            assert found
            assert set(found) <= known(KINDS.get(name, Settings)), name


def test_kubernetes_sets_what_each_service_knows(resources: list[Resource]) -> None:
    for resource in resources:
        if resource["kind"] in ("Deployment", "Job"):
            name = resource["metadata"]["name"]
            found = ours_in(variables_of(resource, resources))
            assert found
            assert set(found) <= known(KINDS.get(name, Settings)), name


def test_services_accept_the_values(
    compose: Resource, resources: list[Resource], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, kind in KINDS.items():
        [deployment] = [
            one
            for one in resources
            if one["kind"] == "Deployment" and one["metadata"]["name"] == name
        ]
        for variables in (
            compose["services"][name]["environment"],
            variables_of(deployment, resources),
        ):
            with monkeypatch.context() as patch:
                for variable, value in ours_in(variables).items():
                    patch.setenv(variable, value)
                kind(_env_file=None)


def test_the_image_sets_what_services_know(root: Path) -> None:
    found = set(re.findall(r"\b(WINNOW_\w+)=", (root / "Dockerfile").read_text()))
    assert found
    assert found <= known(Settings)


def test_the_example_names_every_variable_that_must_be_set(root: Path) -> None:
    text = (root / "docker-compose.yml").read_text()
    needed = set(re.findall(r"\$\{(\w+):\?", text))
    used = set(re.findall(r"\$\{(\w+)", text))
    example = (root / ".env.example").read_text()
    offered = set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert needed <= offered <= used


def test_files_that_settings_name_are_mounted(resources: list[Resource]) -> None:
    for resource in resources:
        if resource["kind"] in ("Deployment", "Job"):
            pod = resource["spec"]["template"]["spec"]
            [container] = pod["containers"]
            secrets = {one["name"]: one["secret"] for one in pod["volumes"] if "secret" in one}
            mounted = {
                f"{mount['mountPath']}/{item['path']}"
                for mount in container["volumeMounts"]
                if mount["name"] in secrets
                for item in secrets[mount["name"]]["items"]
            }
            found = ours_in(variables_of(resource, resources))
            assert mounted == {file for name, file in found.items() if name.endswith("_FILE")}


def test_the_guide_names_every_secret(resources: list[Resource], root: Path) -> None:
    guide = (root / "docs/deploy.md").read_text()
    for resource in resources:
        if resource["kind"] in ("Deployment", "Job"):
            for name in secrets_of(resource):
                assert f"`{name}`" in guide, name


def variables_of(workload: Resource, resources: list[Resource]) -> Resource:
    """What a container gets; `x` for what comes from elsewhere."""
    [container] = workload["spec"]["template"]["spec"]["containers"]
    found: Resource = {}
    for source in container["envFrom"]:
        if name := source.get("configMapRef", {}).get("name"):
            [config] = {
                one["metadata"]["name"]: one["data"]
                for one in resources
                if one["kind"] == "ConfigMap" and one["metadata"]["name"] == name
            }.values()
            found |= config
    return found | {one["name"]: one.get("value", "x") for one in container.get("env", ())}


def secrets_of(workload: Resource) -> set[str]:
    [container] = workload["spec"]["template"]["spec"]["containers"]
    whole = {source.get("secretRef", {}).get("name") for source in container["envFrom"]}
    pod = workload["spec"]["template"]["spec"]
    for volume in pod["volumes"]:
        if secret := volume.get("secret"):
            whole |= {secret["secretName"], *(item["key"] for item in secret["items"])}
    refs = [one.get("valueFrom", {}).get("secretKeyRef") for one in container.get("env", ())]
    return {
        *filter(None, whole),
        *(part for ref in refs if ref for part in (ref["name"], ref["key"])),
    }
