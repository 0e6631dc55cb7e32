"""Containers may do no more than they need."""

import re
from pathlib import Path
from typing import Any

import pytest

from winnow.installed import installed_services

Resource = dict[str, Any]
SERVICES = sorted(installed_services())
USER = 10001
PUBLIC = {"gateway", "review", "ask"}
SEARCHING = {"embed", "ask"}


@pytest.fixture
def workloads(resources: list[Resource]) -> list[Resource]:
    """Deployments and jobs."""
    return [one for one in resources if one["kind"] in ("Deployment", "Job")]


def pod_of(workload: Resource) -> Resource:
    pod: Resource = workload["spec"]["template"]["spec"]
    return pod


def labels_of(workload: Resource) -> dict[str, str]:
    labels: dict[str, str] = workload["spec"]["template"]["metadata"]["labels"]
    return labels


def test_pods_have_no_rights(workloads: list[Resource]) -> None:
    for pod in map(pod_of, workloads):
        assert pod["securityContext"]["runAsNonRoot"]
        assert pod["securityContext"]["runAsUser"] == USER
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        [container] = pod["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }


def test_images_run_as_the_same_user(root: Path) -> None:
    stages = re.split(r"^FROM ", (root / "Dockerfile").read_text(), flags=re.MULTILINE)
    [*_, tools, service] = stages
    assert f"USER {USER}:{USER}\n" in tools
    assert f"USER {USER}:{USER}\n" in service


def test_pods_cannot_speak_to_kubernetes(
    workloads: list[Resource], resources: list[Resource]
) -> None:
    accounts = {one["metadata"]["name"] for one in resources if one["kind"] == "ServiceAccount"}
    assert {pod_of(one)["serviceAccountName"] for one in workloads} == accounts
    assert not any(pod_of(one)["automountServiceAccountToken"] for one in workloads)


def test_kubernetes_puts_no_variables_of_its_own_beside_ours(workloads: list[Resource]) -> None:
    assert not any(pod_of(one)["enableServiceLinks"] for one in workloads)


def test_only_tmp_can_be_written_and_not_without_end(workloads: list[Resource]) -> None:
    for pod in map(pod_of, workloads):
        [container] = pod["containers"]
        writable = [mount for mount in container["volumeMounts"] if not mount.get("readOnly")]
        assert writable == [{"name": "tmp", "mountPath": "/tmp"}]
        [volume] = [one for one in pod["volumes"] if "secret" not in one]
        assert set(volume["emptyDir"]) == {"sizeLimit"}


def test_every_container_says_what_it_needs(workloads: list[Resource]) -> None:
    for pod in map(pod_of, workloads):
        [container] = pod["containers"]
        assert set(container["resources"]["requests"]) == {"cpu", "memory"}
        assert "memory" in container["resources"]["limits"]


def test_services_are_given_time_to_end(deployments: dict[str, Resource]) -> None:
    for deployment in deployments.values():
        assert pod_of(deployment)["terminationGracePeriodSeconds"] >= 60
        [spread] = pod_of(deployment)["topologySpreadConstraints"]
        assert spread["matchLabelKeys"] == ["app.kubernetes.io/name"]


def test_every_service_has_a_disruption_budget(
    resources: list[Resource], deployments: dict[str, Resource]
) -> None:
    budgets = [one["spec"] for one in resources if one["kind"] == "PodDisruptionBudget"]
    assert len(budgets) == len(deployments)
    for deployment in deployments.values():
        assert deployment["spec"]["selector"] in [budget["selector"] for budget in budgets]
        assert (
            deployment["spec"]["selector"]["matchLabels"].items() <= labels_of(deployment).items()
        )


def test_nothing_passes_that_is_not_named(
    resources: list[Resource], workloads: list[Resource]
) -> None:
    [deny] = [one["spec"] for one in policies(resources) if one["metadata"]["name"] == "deny"]
    assert set(deny["policyTypes"]) == {"Ingress", "Egress"}
    assert not {"ingress", "egress"} & set(deny)
    assert all(selects(deny["podSelector"], one) for one in workloads)


def test_only_those_with_routes_of_their_own_are_called_and_all_are_watched(
    resources: list[Resource], deployments: dict[str, Resource]
) -> None:
    by_name = {one["metadata"]["name"]: one["spec"] for one in policies(resources)}
    for name, deployment in deployments.items():
        assert selects(by_name["callers"]["podSelector"], deployment) == (name in PUBLIC)
        assert selects(by_name["metrics"]["podSelector"], deployment)
    for rule in by_name["callers"]["ingress"] + by_name["metrics"]["ingress"]:
        assert [port["port"] for port in rule["ports"]] == ["http"]


def test_the_stores_that_are_set_can_be_reached(
    resources: list[Resource], deployments: dict[str, Resource]
) -> None:
    [config] = {
        one["metadata"]["name"]: one["data"] for one in resources if one["kind"] == "ConfigMap"
    }.values()
    kafka = int(config["WINNOW_KAFKA"].split(",")[0].rsplit(":", 1)[1])
    weaviate = int(config["WINNOW_WEAVIATE_URL"].rsplit(":", 1)[1])
    for name, deployment in deployments.items():
        ports = outgoing(resources, deployment)
        assert {kafka, 5432, 443, 53} <= ports
        assert ({weaviate, 50051} <= ports) == (name in SEARCHING)


@pytest.mark.parametrize("name", SERVICES)
def test_compose_gives_services_no_rights_either(name: str, ours: dict[str, Resource]) -> None:
    service = ours[name]
    assert service["read_only"]
    assert service["tmpfs"] == ["/tmp"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def policies(resources: list[Resource]) -> list[Resource]:
    return [one for one in resources if one["kind"] == "NetworkPolicy"]


def selects(selector: Resource, workload: Resource) -> bool:
    labels = labels_of(workload)
    return selector.get("matchLabels", {}).items() <= labels.items() and all(
        labels.get(one["key"]) in one["values"] for one in selector.get("matchExpressions", ())
    )


def outgoing(resources: list[Resource], workload: Resource) -> set[int]:
    return {
        port["port"]
        for policy in policies(resources)
        if selects(policy["spec"]["podSelector"], workload)
        for rule in policy["spec"].get("egress", ())
        for port in rule["ports"]
    }
