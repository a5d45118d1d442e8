package io.muzero.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request. Its address can be read before its body, so that a stranger's body is never read.
 *
 * @param method GET or POST
 * @param path the decoded parts of the path; none is empty, "." or ".."
 * @param query the decoded parameters; of several with one name the first
 * @param body the JSON object of a POST, an empty one for GET and where it was not read yet
 */
record Request(String method, List<String> path, Map<String, String> query, JsonNode body) {
  private static final int MOST_PARTS = 16;
  private static final int LONGEST_PART = 200;

  /** A node of a search tree is named by all actions that lead to it. */
  private static final int LONGEST_VALUE = 2000;

  private static final int MOST_PARAMETERS = 32;

  /** Deeper or longer JSON than any endpoint reads is no honest request. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(8)
                .maxStringLength(1 << 16)
                .maxNumberLength(40)
                .build());
  }

  /**
   * Reads a request but for its body.
   *
   * @throws HttpProblem when it is malformed
   */
  static Request withoutBody(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    URI uri = exchange.getRequestURI();
    List<String> path = path(uri.getRawPath());
    Map<String, String> query = query(uri.getRawQuery());
    if (!method.equals("POST") && !method.equals("GET")) {
      throw new HttpProblem(405, "only GET and POST are answered");
    }
    return new Request(method, path, query, JsonNodeFactory.instance.objectNode());
  }

  /**
   * The same request with its body, which is read now.
   *
   * @throws HttpProblem when it is malformed or too long
   * @throws IOException when the connection breaks
   */
  Request withBody(HttpExchange exchange, WebLimits limits) throws IOException {
    return method.equals("POST")
        ? new Request(method, path, query, body(exchange, limits.bodyBytes()))
        : this;
  }

  private static List<String> path(@Nullable String raw) {
    if (raw == null || !raw.startsWith("/")) {
      throw HttpProblem.bad("the path must begin with '/'");
    }
    List<String> parts = new ArrayList<>();
    for (String part : raw.substring(1).split("/", -1)) {
      String decoded = decode(part, LONGEST_PART);
      if (decoded.equals(".") || decoded.equals("..") || decoded.contains("\\")) {
        throw HttpProblem.notFound("there is no such page");
      }
      parts.add(decoded);
    }
    if (parts.get(parts.size() - 1).isEmpty()) {
      parts.remove(parts.size() - 1);
    }
    if (parts.size() > MOST_PARTS || parts.contains("")) {
      throw HttpProblem.notFound("there is no such page");
    }
    return List.copyOf(parts);
  }

  /** The parameters of an address, or of a form. */
  static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return query;
    }
    for (String pair : raw.split("&", MOST_PARAMETERS + 1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals), LONGEST_PART);
      query.putIfAbsent(name, equals < 0 ? "" : decode(pair.substring(equals + 1), LONGEST_VALUE));
    }
    if (query.size() > MOST_PARAMETERS) {
      throw HttpProblem.bad("a request has at most " + MOST_PARAMETERS + " parameters");
    }
    return query;
  }

  /** Decodes %-sequences once; what is no UTF-8, or has control characters, is refused. */
  private static String decode(String raw, int most) {
    ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 3);
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
        int low = high >= 0 ? Character.digit(raw.charAt(i + 2), 16) : -1;
        if (low < 0) {
          throw HttpProblem.bad("the address has a broken %-sequence");
        }
        bytes.put((byte) (high * 16 + low));
        i += 2;
      } else {
        bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new HttpProblem(400, "the address is no UTF-8");
    }
    if (text.length() > most) {
      throw HttpProblem.bad("a part of the address is longer than " + most + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw HttpProblem.bad("the address has a control character");
    }
    return text;
  }

  private static JsonNode body(HttpExchange exchange, int most) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.split(";")[0].strip().equalsIgnoreCase("application/json")) {
      throw new HttpProblem(415, "a POST needs Content-Type: application/json");
    }
    byte[] bytes;
    try (InputStream in = exchange.getRequestBody()) {
      bytes = in.readNBytes(most + 1);
    }
    if (bytes.length > most) {
      throw new HttpProblem(413, "a request's body may have " + most + " bytes");
    }
    JsonNode node;
    try {
      node = bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw HttpProblem.bad("the body is not JSON: " + e.getOriginalMessage());
    }
    if (!node.isObject()) {
      throw HttpProblem.bad("the body must be a JSON object");
    }
    return node;
  }

  /** A whole number of the body. */
  int integer(String name, int least, int most) {
    JsonNode value = body.path(name);
    if (!value.canConvertToExactIntegral() || !value.canConvertToInt()) {
      throw HttpProblem.bad(name + " must be a whole number");
    }
    int number = value.asInt();
    if (number < least || number > most) {
      throw HttpProblem.bad(name + " must be within [" + least + ", " + most + "], was " + number);
    }
    return number;
  }

  /** A number of the body. */
  double number(String name, double least, double most) {
    JsonNode value = body.path(name);
    double number = value.asDouble(Double.NaN);
    if (!value.isNumber() || !(number >= least && number <= most)) {
      throw HttpProblem.bad(name + " must be a number within [" + least + ", " + most + "]");
    }
    return number;
  }

  /** Whether the body says something of this name. */
  boolean has(String name) {
    return body.hasNonNull(name);
  }

  /** A truth of the body, false when it is not there. */
  boolean flag(String name) {
    JsonNode value = body.path(name);
    if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
      throw HttpProblem.bad(name + " must be true or false");
    }
    return value.asBoolean();
  }

  /** A text of the body. */
  String text(String name) {
    JsonNode value = body.path(name);
    if (!value.isTextual() || value.asText().isEmpty() || value.asText().length() > 500) {
      throw HttpProblem.bad(name + " must be a text of 1 to 500 characters");
    }
    return value.asText();
  }

  /** A list of the body; empty when it is not there. */
  List<JsonNode> list(String name, int most) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    if (!value.isArray() || value.size() > most) {
      throw HttpProblem.bad(name + " must be a list of at most " + most);
    }
    List<JsonNode> items = new ArrayList<>();
    value.forEach(items::add);
    return items;
  }
}
