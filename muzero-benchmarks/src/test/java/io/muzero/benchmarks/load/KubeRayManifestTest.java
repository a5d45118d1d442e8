package io.muzero.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the manifests of docs/examples/kuberay to the schema of KubeRay's own resource definition,
 * unknown fields refused, and what they say to each other.
 */
class KubeRayManifestTest {
  private static final Path MANIFESTS = Path.of("..", "docs", "examples", "kuberay");
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder()
              .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
              .build());

  private static JsonNode schema;

  @BeforeAll
  static void load() throws IOException {
    try (InputStream in =
        KubeRayManifestTest.class.getResourceAsStream("/kuberay/ray.io_rayclusters.yaml.gz")) {
      assertThat(in).isNotNull();
      JsonNode definition = YAML.readTree(new GZIPInputStream(in));
      for (JsonNode version : definition.at("/spec/versions")) {
        if (version.path("name").asText().equals("v1")) {
          schema = version.at("/schema/openAPIV3Schema");
        }
      }
    }
    assertThat(schema).isNotNull();
  }

  private static List<JsonNode> documents(String name) throws IOException {
    try (MappingIterator<JsonNode> all =
        YAML.readerFor(JsonNode.class).readValues(MANIFESTS.resolve(name).toFile())) {
      return all.readAll();
    }
  }

  private static JsonNode podTemplate() {
    return schema.at("/properties/spec/properties/workerGroupSpecs/items/properties/template");
  }

  /** What a value breaks of an OpenAPI schema, as Kubernetes reads it. */
  private static List<String> problems(JsonNode schema, JsonNode value, String path) {
    List<String> problems = new ArrayList<>();
    check(schema, value, path, problems);
    return problems;
  }

  private static void check(JsonNode schema, JsonNode value, String path, List<String> problems) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      if (!value.isTextual() && !value.isInt()) {
        problems.add(path + " must be a number or a text");
      }
      return;
    }
    String type = schema.path("type").asText();
    boolean fits =
        switch (type) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          default -> true;
        };
    if (!fits) {
      problems.add(path + " must be of type " + type + ", was " + value);
      return;
    }
    if (schema.has("enum")
        && Stream.of(schema.path("enum")).noneMatch(words -> contains(words, value))) {
      problems.add(path + " must be one of " + schema.path("enum") + ", was " + value);
    }
    if (schema.has("minimum") && value.asDouble() < schema.path("minimum").asDouble()) {
      problems.add(path + " must be at least " + schema.path("minimum"));
    }
    for (int i = 0; type.equals("array") && i < value.size(); i++) {
      check(schema.path("items"), value.get(i), path + "[" + i + "]", problems);
    }
    if (type.equals("object")) {
      checkObject(schema, value, path, problems);
    }
  }

  private static boolean contains(JsonNode words, JsonNode value) {
    for (JsonNode word : words) {
      if (word.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static void checkObject(
      JsonNode schema, JsonNode value, String path, List<String> problems) {
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        problems.add(path + " lacks " + required.asText());
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String below = path + "." + field.getKey();
      JsonNode known = schema.path("properties").path(field.getKey());
      if (!known.isMissingNode()) {
        check(known, field.getValue(), below, problems);
      } else if (schema.path("additionalProperties").isObject()) {
        check(schema.path("additionalProperties"), field.getValue(), below, problems);
      } else if (schema.has("properties")
          && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
        problems.add(below + " is not a known field");
      }
    }
  }

  @Test
  void rayCluster_isWhatTheOperatorTakes() throws IOException {
    List<JsonNode> documents = documents("raycluster.yaml");
    assertThat(documents).hasSize(1);
    JsonNode cluster = documents.get(0);
    assertThat(cluster.path("apiVersion").asText()).isEqualTo("ray.io/v1");
    assertThat(cluster.path("kind").asText()).isEqualTo("RayCluster");
    assertThat(problems(schema, cluster, "RayCluster")).isEmpty();
  }

  @Test
  void problems_brokenManifest_areFound() throws IOException {
    ObjectNode cluster = (ObjectNode) documents("raycluster.yaml").get(0);
    ObjectNode spec = (ObjectNode) cluster.path("spec");
    spec.put("rayVersoin", "2.60.0");
    ((ObjectNode) spec.path("authOptions")).put("mode", "tokne");
    ((ObjectNode) spec.path("headGroupSpec").path("rayStartParams")).put("num-cpus", 0);
    ((ObjectNode) spec.path("workerGroupSpecs").get(0)).put("replicas", "two");
    ((ObjectNode) spec.path("workerGroupSpecs").get(0)).remove("groupName");
    assertThat(problems(schema, cluster, "c"))
        .containsExactlyInAnyOrder(
            "c.spec.rayVersoin is not a known field",
            "c.spec.authOptions.mode must be one of [\"disabled\",\"token\"], was \"tokne\"",
            "c.spec.headGroupSpec.rayStartParams.num-cpus must be of type string, was 0",
            "c.spec.workerGroupSpecs[0].replicas must be of type integer, was \"two\"",
            "c.spec.workerGroupSpecs[0] lacks groupName");
  }

  @Test
  void learner_isAPodAndFitsTheCluster() throws IOException {
    JsonNode cluster = documents("raycluster.yaml").get(0);
    String name = cluster.at("/metadata/name").asText();
    List<JsonNode> documents = documents("learner.yaml");
    assertThat(documents).hasSize(2);
    JsonNode claim = documents.get(0);
    JsonNode job = documents.get(1);
    assertThat(claim.path("kind").asText()).isEqualTo("PersistentVolumeClaim");
    assertThat(job.path("apiVersion").asText()).isEqualTo("batch/v1");
    assertThat(problems(podTemplate(), job.at("/spec/template"), "Job")).isEmpty();
    assertThat(job.at("/spec/template/spec/restartPolicy").asText()).isEqualTo("Never");
    JsonNode container = job.at("/spec/template/spec/containers/0");
    assertThat(container.path("image"))
        .isEqualTo(cluster.at("/spec/headGroupSpec/template/spec/containers/0/image"))
        .isEqualTo(cluster.at("/spec/workerGroupSpecs/0/template/spec/containers/0/image"));
    assertThat(container.at("/args/0").asText())
        .contains("--address=" + name + "-head-svc:6379", "--ray " + name + "-head-svc:6379");
    // All that the cluster may grow to, not a range: what is asked for makes it grow.
    JsonNode players = cluster.at("/spec/workerGroupSpecs/0");
    int most = players.path("maxReplicas").asInt() * players.at("/rayStartParams/num-cpus").asInt();
    assertThat(container.at("/args/0").asText().strip()).endsWith("--ray-actors " + most);
    assertThat(container.at("/env/1/valueFrom/secretKeyRef/name").asText()).isEqualTo(name);
    assertThat(job.at("/spec/template/spec/volumes/0/persistentVolumeClaim/claimName"))
        .isEqualTo(claim.at("/metadata/name"));
    assertThat(job.at("/spec/template/metadata/labels/ray.io~1cluster").asText()).isEqualTo(name);
  }

  @Test
  void networkPolicy_isOfTheCluster() throws IOException {
    JsonNode policy = documents("network-policy.yaml").get(0);
    String name = documents("raycluster.yaml").get(0).at("/metadata/name").asText();
    assertThat(policy.path("kind").asText()).isEqualTo("NetworkPolicy");
    assertThat(policy.at("/spec/podSelector/matchLabels/ray.io~1cluster").asText()).isEqualTo(name);
    assertThat(policy.at("/spec/ingress/0/from/0/podSelector/matchLabels/ray.io~1cluster").asText())
        .isEqualTo(name);
  }

  @Test
  void image_hasTheClustersVersionOfRay() throws IOException {
    String version = documents("raycluster.yaml").get(0).at("/spec/rayVersion").asText();
    assertThat(Files.readString(MANIFESTS.resolve("Dockerfile")))
        .contains("FROM rayproject/ray:" + version)
        .contains("/opt/muzero/muzero.jar");
  }
}
