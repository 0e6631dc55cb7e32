"""Prometheus asks every service; dashboards name only metrics, labels and values that exist."""

import json
import re
from pathlib import Path
from typing import Any

from prometheus_client import REGISTRY
from ruamel.yaml import YAML

import winnow.observability.metrics  # noqa: F401  registers them
from winnow import streams
from winnow.installed import installed_services, settings_class

Resource = dict[str, Any]
FROM_PROMETHEUS = {"up": {"job", "instance"}}
ADDED = {"job", "instance", "le"}
WORDS = {"sum", "by", "rate", "increase", "histogram_quantile", "count", "max", "without"}
DASHBOARDS = "deploy/grafana/dashboards/*.json"


def test_prometheus_asks_every_service_on_its_port(root: Path) -> None:
    config = YAML(typ="safe").load(root / "deploy/prometheus.yml")
    asked = {
        job["job_name"]: (names["names"], names["port"])
        for job in config["scrape_configs"]
        for names in job["dns_sd_configs"]
    }
    assert asked == {
        name: ([name], settings_class(create).model_fields[f"{name}_port"].default)
        for name, create in installed_services().items()
    }


def test_the_pod_monitor_finds_every_service(
    resources: list[Resource], deployments: dict[str, Resource]
) -> None:
    [monitor] = [one for one in resources if one["kind"] == "PodMonitor"]
    [endpoint] = monitor["spec"]["podMetricsEndpoints"]
    assert endpoint["path"] == "/metrics"
    for deployment in deployments.values():
        template = deployment["spec"]["template"]
        [container] = template["spec"]["containers"]
        assert endpoint["port"] in {port["name"] for port in container["ports"]}
        wanted = monitor["spec"]["selector"]["matchLabels"]
        assert wanted.items() <= template["metadata"]["labels"].items()


def test_dashboards_name_only_metrics_and_labels_that_exist(root: Path) -> None:
    metrics = samples()
    for query in queries(root):
        bare = re.sub(r'"[^"]*"|\[[^\]]*\]', "", query)
        named = {word for word in re.findall(r"[a-z_]\w+", bare) if word not in WORDS}
        used = named & metrics.keys()
        labels = set().union(*(metrics[name] for name in used)) | ADDED
        assert used, query
        assert named - used <= labels, query


def test_dashboards_name_only_topics_and_services_that_exist(root: Path) -> None:
    values = {
        "topic": {stream.topic for stream in streams.ALL},
        "service": set(installed_services()),
    }
    for query in queries(root):
        for label, value in re.findall(r'(\w+)=~?"([^"]*)"', query):
            assert value in values.get(label, {value}), query


def test_a_panel_shows_every_metric_of_ours(root: Path) -> None:
    shown = " ".join(queries(root))
    for metric in REGISTRY.collect():
        if metric.name.startswith("winnow_"):
            assert metric.name in shown


def test_the_guide_lists_every_metric_of_ours(root: Path) -> None:
    guide = (root / "docs/operator.md").read_text()
    for metric in REGISTRY.collect():
        if metric.name.startswith("winnow_"):
            assert f"`{metric.name}" in guide


def test_grafana_is_told_where_prometheus_and_the_dashboards_are(
    compose: Resource, root: Path
) -> None:
    provisioning = root / "deploy/grafana/provisioning"
    [source] = YAML(typ="safe").load(provisioning / "datasources/prometheus.yml")["datasources"]
    assert source["url"] == "http://prometheus:9090"
    [provider] = YAML(typ="safe").load(provisioning / "dashboards/winnow.yml")["providers"]
    mounted = [volume.split(":")[:2] for volume in compose["services"]["grafana"]["volumes"]]
    assert ["./deploy/grafana/dashboards", provider["options"]["path"]] in mounted
    for panel in panels(root):
        assert panel["datasource"]["uid"] == source["uid"]


def test_alerts_name_what_there_is_and_prometheus_reads_them(compose: Resource, root: Path) -> None:
    yaml = YAML(typ="safe")
    mounted = dict(one.split(":")[:2] for one in compose["services"]["prometheus"]["volumes"][:2])
    assert mounted["./deploy/alerts.yml"] in yaml.load(root / "deploy/prometheus.yml")["rule_files"]
    [group] = yaml.load(root / "deploy/alerts.yml")["groups"]
    known = samples()
    for rule in group["rules"]:
        bare = re.sub(r'"[^"]*"|\[[^\]]*\]', "", rule["expr"])
        named = {word for word in re.findall(r"[a-z_]\w+", bare) if word not in WORDS}
        used = named & known.keys()
        assert used, rule["alert"]
        assert named - used <= set().union(*(known[one] for one in used)) | ADDED, rule["alert"]
        shown = re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"])
        assert set(shown) <= named, rule["alert"]


def samples() -> dict[str, set[str]]:
    """The names that a query may use, with their labels."""
    found = dict(FROM_PROMETHEUS)
    for metric in REGISTRY.collect():
        labels: Any = getattr(REGISTRY._names_to_collectors.get(metric.name), "_labelnames", ())
        ends = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
        for end in ends.get(metric.type, ("",)):
            found[metric.name + end] = {*labels}
    return found


def panels(root: Path) -> list[Resource]:
    return [
        panel for file in root.glob(DASHBOARDS) for panel in json.loads(file.read_text())["panels"]
    ]


def queries(root: Path) -> list[str]:
    found = [target["expr"] for panel in panels(root) for target in panel["targets"]]
    assert found
    return found
