package io.muzero.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which endpoint answers which path. Filled once, then used by all threads. */
final class Routes {
  /** Answers requests of one kind. */
  @FunctionalInterface
  interface Endpoint {
    /**
     * Answers.
     *
     * @param parts the parts of the path that the pattern names, by name
     * @throws HttpProblem when it cannot
     */
    Answer answer(Request request, Map<String, String> parts);
  }

  private record Route(String method, List<String> pattern, Endpoint endpoint) {}

  private final List<Route> routes = new ArrayList<>();

  /**
   * Adds an endpoint.
   *
   * @param pattern path without its leading slash; a part in braces stands for any text
   */
  void add(String method, String pattern, Endpoint endpoint) {
    routes.add(new Route(method, List.of(pattern.split("/")), endpoint));
  }

  /**
   * Answers by the endpoint of a request's path.
   *
   * @throws HttpProblem 404 when there is none, 405 when it has another method
   */
  Answer answer(Request request) {
    boolean known = false;
    for (Route route : routes) {
      Map<String, String> parts = new TreeMap<>();
      if (matches(route.pattern, request.path(), parts)) {
        known = true;
        if (route.method.equals(request.method())) {
          return route.endpoint.answer(request, parts);
        }
      }
    }
    throw known
        ? new HttpProblem(405, "this address has no " + request.method())
        : HttpProblem.notFound("there is no such page");
  }

  private static boolean matches(
      List<String> pattern, List<String> path, Map<String, String> parts) {
    if (pattern.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      String part = pattern.get(i);
      if (part.startsWith("{")) {
        parts.put(part.substring(1, part.length() - 1), path.get(i));
      } else if (!part.equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }
}
