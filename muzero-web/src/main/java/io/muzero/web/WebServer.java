package io.muzero.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The page's server: checks who asks, finds the endpoint, writes its answer.
 *
 * <p>Threads are daemons and bounded: {@link WebLimits#streams} for streams, and as many as {@link
 * #REQUEST_THREADS} for all else. Thread-safe; closed once.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(WebServer.class);

  /** Requests answered at once; each takes milliseconds, searches have threads of their own. */
  private static final int REQUEST_THREADS = 32;

  /** A request that is not read whole within this many seconds is dropped. */
  private static final String MOST_REQUEST_SECONDS = "20";

  private static final String POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Access access;
  private final StaticFiles files;
  private final Routes routes;
  private final WebConfig config;
  private final AtomicInteger streams = new AtomicInteger();

  private WebServer(
      HttpServer server, ExecutorService threads, Access access, Routes routes, WebConfig config) {
    this.server = server;
    this.threads = threads;
    this.access = access;
    this.routes = routes;
    this.config = config;
    files = new StaticFiles();
  }

  /**
   * Starts serving.
   *
   * @throws IOException when the address cannot be listened on, for example because it is in use
   */
  static WebServer start(WebConfig config, Routes routes) throws IOException {
    // Read when the JDK's server is first used. Its bound on answers would end streams: not set.
    setUnlessSet("sun.net.httpserver.maxReqTime", MOST_REQUEST_SECONDS);
    setUnlessSet("sun.net.httpserver.maxReqHeaders", "64");
    setUnlessSet("sun.net.httpserver.maxReqHeaderSize", Integer.toString(32 << 10));
    setUnlessSet("jdk.httpserver.maxConnections", "1000");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(config.address(), config.port()), 0);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            4,
            REQUEST_THREADS + config.limits().streams(),
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "page");
              thread.setDaemon(true);
              return thread;
            },
            // Connections wait while all threads are taken: the JDK's server calls this itself.
            new ThreadPoolExecutor.CallerRunsPolicy());
    Access access = new Access(config, server.getAddress().getPort());
    WebServer web = new WebServer(server, threads, access, routes, config);
    server.setExecutor(threads);
    server.createContext("/", web::handle);
    server.start();
    return web;
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** The address of the page on this machine. */
  public URI address() {
    InetSocketAddress address = server.getAddress();
    String host =
        address.getAddress().isLoopbackAddress() || address.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/");
  }

  /** The address of the page as others call it: by the first name that was given, if one was. */
  public URI publicAddress() {
    return config.hosts().stream()
        .findFirst()
        .map(name -> HostName.parse(name).address(server.getAddress().getPort()))
        .orElseGet(this::address);
  }

  /** Stops serving; open streams are cut. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Security-Policy", POLICY);
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      try {
        answer(exchange);
      } catch (HttpProblem e) {
        problem(exchange, e.status(), e.line());
      }
    } catch (IOException e) {
      LOG.debug("a reader has gone: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is being closed
    } catch (RuntimeException e) {
      LOG.error(
          "a request failed: {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException, InterruptedException {
    access.requireOwnPage(exchange);
    Request request = Request.read(exchange, config.limits());
    if (access.asksForToken() && request.query().containsKey("token")) {
      takeToken(exchange, request);
      return;
    }
    if (!access.knowsToken(exchange)) {
      throw new HttpProblem(
          401, "this page asks for its token: open it once as /?token=… with the one of --token");
    }
    if (request.path().isEmpty() || !request.path().get(0).equals("api")) {
      if (!request.method().equals("GET")) {
        throw new HttpProblem(405, "this address has no POST");
      }
      files.answer(exchange, request.path());
      return;
    }
    Answer answer;
    try {
      answer = routes.answer(request);
    } catch (HttpProblem e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.method(), exchange.getRequestURI(), e);
      throw new HttpProblem(
          500, "the program failed at this; its log says more (serve --verbose shows it)");
    }
    if (answer instanceof Answer.Events events) {
      stream(exchange, events);
    } else if (answer instanceof Answer.Json json) {
      json(exchange, json.status(), json.body().toString());
    }
  }

  /** Takes the token of an address into a cookie, so that it does not stay in the address. */
  private void takeToken(HttpExchange exchange, Request request) throws IOException {
    if (!access.isToken(request.query().get("token"))) {
      throw new HttpProblem(401, "that is not the token of this page");
    }
    Headers headers = exchange.getResponseHeaders();
    headers.set(
        "Set-Cookie",
        Access.COOKIE
            + "="
            + request.query().get("token")
            + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000");
    headers.set("Location", "/");
    headers.set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(303, -1);
  }

  private void stream(HttpExchange exchange, Answer.Events events)
      throws IOException, InterruptedException {
    if (streams.incrementAndGet() > config.limits().streams()) {
      streams.decrementAndGet();
      throw new HttpProblem(
          503, "the page has its " + config.limits().streams() + " streams open; close a tab");
    }
    try {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", "text/event-stream; charset=utf-8");
      headers.set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(200, 0);
      EventStream stream = new EventStream();
      OutputStream out = exchange.getResponseBody();
      AutoCloseable feed = events.feed().open(stream);
      try {
        stream.write(out);
      } finally {
        close(feed);
      }
    } finally {
      streams.decrementAndGet();
    }
  }

  private static void close(AutoCloseable feed) {
    try {
      feed.close();
    } catch (Exception e) {
      LOG.error("a stream's feed could not be closed", e);
    }
  }

  private static void problem(HttpExchange exchange, int status, String message)
      throws IOException {
    json(exchange, status, JsonNodeFactory.instance.objectNode().put("error", message).toString());
  }

  private static void json(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
