package dev.recap.standalone.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import dev.recap.standalone.deploy.Manifests.Manifest;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What is handed to a Kubernetes cluster. */
class KubernetesTests {

	private static final Map<String, Model> MODELS = Map.ofEntries(
			Map.entry("v1 Namespace", V1Namespace::validateJsonElement),
			Map.entry("v1 ConfigMap", V1ConfigMap::validateJsonElement),
			Map.entry("v1 Secret", V1Secret::validateJsonElement),
			Map.entry("v1 Service", V1Service::validateJsonElement),
			Map.entry("apps/v1 Deployment", V1Deployment::validateJsonElement),
			Map.entry("apps/v1 StatefulSet", V1StatefulSet::validateJsonElement),
			Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement),
			Map.entry("autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement),
			Map.entry("networking.k8s.io/v1 Ingress", V1Ingress::validateJsonElement),
			Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement));

	private static final Pattern SETTING = Pattern.compile("^#?([A-Z][A-Z0-9_]+)=", Pattern.MULTILINE);

	/** Fails on what is no document of a kind. */
	private interface Model {

		void check(JsonElement document) throws IOException;

	}

	private static Stream<Manifest> manifests() {
		return Manifests.all().stream().filter((manifest) -> !manifest.kind().equals("Kustomization"));
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void isWhatKubernetesKnows(Manifest manifest) throws IOException {
		check(manifest.content());
	}

	@Test
	void whatKubernetesDoesNotKnowIsFound() {
		Manifest deployment = Manifests.of("Deployment").getFirst();
		Manifests.containers(deployment).getFirst().put("readonlyRootFilesystem", true);
		assertThatIllegalArgumentException().isThrownBy(() -> check(deployment.content()))
			.withMessageContaining("readonlyRootFilesystem");
	}

	private static void check(Map<String, Object> document) throws IOException {
		String model = document.get("apiVersion") + " " + document.get("kind");
		assertThat(MODELS).containsKey(model);
		MODELS.get(model).check(new Gson().toJsonTree(document));
	}

	@Test
	void theKustomizationNamesEveryFileButTheSecrets() {
		Set<String> files = new TreeSet<>(Manifests.files());
		files.removeAll(Set.of("kustomization.yaml", "secret.example.yaml"));
		assertThat(Manifests.of("Kustomization").getFirst().at("resources"))
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
			.containsExactlyInAnyOrderElementsOf(files);
	}

	@Test
	void everySelectorFindsPods() {
		for (Manifest workload : Manifests.workloads()) {
			assertThat(labels(workload)).as("%s", workload)
				.containsAllEntriesOf(Manifests.map(workload.at("spec", "selector", "matchLabels")));
		}
		Manifests.of("Service").forEach((service) -> findsPods(service, service.at("spec", "selector")));
		Manifests.of("PodDisruptionBudget")
			.forEach((budget) -> findsPods(budget, budget.at("spec", "selector", "matchLabels")));
		Manifests.of("NetworkPolicy")
			.forEach((policy) -> findsPods(policy, policy.at("spec", "podSelector", "matchLabels")));
	}

	private static void findsPods(Manifest who, Object selector) {
		assertThat(Manifests.workloads()).as("%s", who)
			.anyMatch((workload) -> labels(workload).entrySet().containsAll(Manifests.map(selector).entrySet()));
	}

	private static Map<String, Object> labels(Manifest workload) {
		return Manifests.map(workload.at("spec", "template", "metadata", "labels"));
	}

	@Test
	void everyWorkloadHasAServiceABudgetAndANetworkPolicy() {
		Set<String> names = names(Manifests.workloads());
		assertThat(names(Manifests.of("Service"))).isEqualTo(names);
		assertThat(names(Manifests.of("PodDisruptionBudget"))).isEqualTo(names);
		assertThat(names(Manifests.of("NetworkPolicy"))).containsAll(names);
		assertThat(names(Manifests.of("Deployment"))).containsAll(Manifests.of("HorizontalPodAutoscaler")
			.stream()
			.map((scaler) -> String.valueOf(scaler.at("spec", "scaleTargetRef", "name")))
			.toList());
		assertThat(names(Manifests.of("StatefulSet"))).isEqualTo(Manifests.of("StatefulSet")
			.stream()
			.map((set) -> String.valueOf(set.at("spec", "serviceName")))
			.collect(Collectors.toSet()));
	}

	@Test
	void theIngressAndTheServicesLeadToPortsThatAreThere() {
		for (Manifest service : Manifests.of("Service")) {
			Manifest workload = Manifests.workloads()
				.stream()
				.filter((each) -> each.name().equals(service.name()))
				.findFirst()
				.orElseThrow();
			List<Object> ports = Manifests.list(Manifests.containers(workload).getFirst().get("ports"))
				.stream()
				.map((port) -> port.get("name"))
				.toList();
			assertThat(Manifests.list(service.at("spec", "ports"))).as("%s", service)
				.allMatch((port) -> ports.contains(port.get("targetPort")));
		}
		Manifest ingress = Manifests.of("Ingress").getFirst();
		Map<String, Object> path = Manifests
			.list(Manifests.in(Manifests.list(ingress.at("spec", "rules")).getFirst(), "http", "paths"))
			.getFirst();
		assertThat(path).containsEntry("path", "/").containsEntry("pathType", "Prefix");
		assertThat(Manifests.in(path, "backend", "service", "name")).isEqualTo("edge");
	}

	@Test
	void theEdgeRoutesAsThatOfTheComposeStack() throws IOException, InterruptedException {
		Process sed = new ProcessBuilder("sed", "-f", Manifests.FOLDER.resolve("edge.sed").toString(),
				Manifests.ROOT.resolve("docker/nginx.conf").toString())
			.redirectErrorStream(true)
			.start();
		String made = new String(sed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(sed.waitFor()).isZero();
		assertThat(Manifests.read(Manifests.FOLDER.resolve("nginx.conf")))
			.as("sed -f deploy/kubernetes/edge.sed docker/nginx.conf > deploy/kubernetes/nginx.conf")
			.isEqualTo(made);
		Pattern.compile("([a-z-]+)\\.recap\\.svc\\.cluster\\.local:(\\d+)")
			.matcher(made)
			.results()
			.forEach((target) -> assertThat(Manifests.of("Service")).anyMatch(
					(service) -> service.name().equals(target.group(1)) && Manifests.list(service.at("spec", "ports"))
						.getFirst()
						.get("port")
						.equals(Integer.valueOf(target.group(2)))));
	}

	@Test
	void everySettingIsOneOfTheComposeStack() {
		Set<String> known = composeSettings();
		Set<String> secrets = Manifests.map(Manifests.of("Secret").getFirst().at("stringData")).keySet();
		Set<String> used = new TreeSet<>(secrets);
		used.addAll(Manifests.map(Manifests.of("ConfigMap").getFirst().at("data")).keySet());
		for (Manifest workload : Manifests.workloads()) {
			for (Map<String, Object> setting : Manifests.list(Manifests.containers(workload).getFirst().get("env"))) {
				used.add(String.valueOf(setting.get("name")));
				Object key = Manifests.in(setting, "valueFrom", "secretKeyRef", "key");
				assertThat((key != null) ? secrets : Set.of("none")).contains((key != null) ? key.toString() : "none");
			}
		}
		assertThat(known).containsAll(used);
	}

	private static Set<String> composeSettings() {
		Set<String> known = new HashSet<>();
		SETTING.matcher(Manifests.read(Manifests.ROOT.resolve(".env.example")))
			.results()
			.forEach((setting) -> known.add(setting.group(1)));
		Map<String, Object> compose = new Yaml().load(Manifests.read(Manifests.ROOT.resolve("docker-compose.yml")));
		Manifests.map(compose.get("services"))
			.values()
			.forEach((service) -> known.addAll(Manifests.map(Manifests.in(service, "environment")).keySet()));
		return known;
	}

	@Test
	void noPodMayDoMoreThanItNeeds() {
		for (Manifest workload : Manifests.workloads()) {
			Map<String, Object> pod = Manifests.map(workload.at("spec", "template", "spec"));
			assertThat(pod).as("%s", workload).containsEntry("automountServiceAccountToken", false);
			assertThat(Manifests.in(pod, "securityContext", "runAsNonRoot")).as("%s", workload).isEqualTo(true);
			assertThat(Manifests.in(pod, "securityContext", "seccompProfile", "type")).as("%s", workload)
				.isEqualTo("RuntimeDefault");
			for (Map<String, Object> container : Manifests.containers(workload)) {
				assertThat(Manifests.map(container.get("securityContext"))).as("%s", workload)
					.containsEntry("allowPrivilegeEscalation", false)
					.containsEntry("readOnlyRootFilesystem", true)
					.containsEntry("capabilities", Map.of("drop", List.of("ALL")));
				assertThat(container).as("%s", workload).containsKeys("livenessProbe", "readinessProbe", "resources");
			}
		}
	}

	@Test
	void onlyTheQueryApiAndTheWorkerReachTheDatabaseAndOnlyTheWorkerCallsOut() {
		assertThat(reaching(27017)).containsExactly("query-api", "summarizer-worker");
		assertThat(reaching(443)).containsExactly("summarizer-worker");
	}

	private static Set<String> reaching(int port) {
		return Manifests.of("NetworkPolicy")
			.stream()
			.filter((policy) -> Manifests.list(policy.at("spec", "egress"))
				.stream()
				.flatMap((rule) -> Manifests.list(rule.get("ports")).stream())
				.anyMatch((allowed) -> allowed.get("port").equals(port)))
			.map(Manifest::name)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> names(List<Manifest> manifests) {
		return manifests.stream().map(Manifest::name).collect(Collectors.toSet());
	}

}
