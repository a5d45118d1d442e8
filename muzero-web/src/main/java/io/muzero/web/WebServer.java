package io.muzero.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The page's server: checks who asks, finds the endpoint, writes its answer.
 *
 * <p>Threads are daemons and bounded: {@link WebLimits#streams} for streams, and {@link
 * #REQUEST_THREADS} for all else. A request for which there is no thread waits for one. It is
 * closed when too many wait, or when {@link #MOST_REQUEST_SECONDS} have gone by. The one thread
 * that takes connections does nothing else. Thread-safe; closed once.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(WebServer.class);

  /**
   * Requests read and answered at once. Each takes milliseconds, and searches have threads of their
   * own; but a slow sender holds one until it is dropped.
   */
  private static final int REQUEST_THREADS = 128;

  /** Requests that wait for a thread. */
  private static final int WAITING_REQUESTS = 500;

  private static final long IDLE_SECONDS = 30;

  /** A request that is not read whole within so many seconds is dropped, its wait included. */
  private static final String MOST_REQUEST_SECONDS = "20";

  private static final String POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final HttpServer server;
  private final ExecutorService threads = requestThreads();
  private final ExecutorService streams;
  private final Access access;
  private final TokenForm tokens;
  private final StaticFiles files = new StaticFiles();
  private final Routes routes;
  private final WebConfig config;

  private WebServer(HttpServer server, Routes routes, WebConfig config) {
    this.server = server;
    this.routes = routes;
    this.config = config;
    access = new Access(config, server.getAddress().getPort());
    tokens = new TokenForm(access);
    streams =
        new ThreadPoolExecutor(
            0,
            config.limits().streams(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            daemons("page stream"));
  }

  /** Few threads, more as requests come that find none idle; then the requests wait. */
  private static ExecutorService requestThreads() {
    return new ThreadPoolExecutor(
        4,
        REQUEST_THREADS,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new IdleFirst(),
        daemons("page"),
        (task, pool) -> {
          if (pool.isShutdown()) {
            throw new RejectedExecutionException("the server is being stopped");
          }
          if (pool.getQueue().size() >= WAITING_REQUESTS) {
            LOG.warn("a connection is closed: {} requests wait for a thread", WAITING_REQUESTS);
            throw new RejectedExecutionException("too many requests wait"); // closes the connection
          }
          ((IdleFirst) pool.getQueue()).put(task);
        });
  }

  /** Takes a task from the pool only when an idle thread takes it over; else it adds a thread. */
  private static final class IdleFirst extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
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
    WebServer web = new WebServer(server, routes, config);
    server.setExecutor(web.threads);
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
    streams.shutdownNow();
  }

  private void handle(HttpExchange exchange) {
    boolean handedOver = false;
    try {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Security-Policy", POLICY);
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      try {
        handedOver = answer(exchange);
      } catch (HttpProblem e) {
        json(exchange, e.status(), e.json().toString());
      }
    } catch (IOException e) {
      LOG.debug("a reader has gone: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("a request failed: {}", named(exchange), e);
    } finally {
      if (!handedOver) {
        exchange.close();
      }
    }
  }

  /** A request without its parameters, one of which may be the token. */
  private static String named(HttpExchange exchange) {
    return exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
  }

  /** Answers; true when another thread goes on with it and closes the exchange. */
  private boolean answer(HttpExchange exchange) throws IOException {
    access.requireOwnPage(exchange);
    Request address = Request.withoutBody(exchange);
    if (access.asksForToken() && !isLetIn(exchange, address)) {
      return false;
    }
    Request request = address.withBody(exchange, config.limits());
    if (request.path().isEmpty() || !request.path().get(0).equals("api")) {
      if (!request.method().equals("GET")) {
        throw new HttpProblem(405, "this address has no POST");
      }
      files.answer(exchange, request.path());
      return false;
    }
    Answer answer = asked(exchange, request);
    if (answer instanceof Answer.Events events) {
      stream(exchange, events);
      return true;
    }
    if (answer instanceof Answer.Json json) {
      json(exchange, json.status(), json.body().toString());
    }
    return false;
  }

  /** Whether a request carries the token; otherwise it has been answered. */
  private boolean isLetIn(HttpExchange exchange, Request address) throws IOException {
    boolean person = TokenForm.isForAPerson(exchange, address);
    if (TokenForm.isSent(address)) {
      tokens.take(exchange, TokenForm.read(exchange), true);
      return false;
    }
    String given = address.query().get("token");
    if (given != null) {
      tokens.take(exchange, given, person);
      return false;
    }
    if (access.knowsToken(exchange)) {
      return true;
    }
    if (person) {
      tokens.ask(exchange);
      return false;
    }
    throw new HttpProblem(
        401, "this page asks for its token: open it once as /?token=… with the one of --token");
  }

  private Answer asked(HttpExchange exchange, Request request) {
    try {
      return routes.answer(request);
    } catch (HttpProblem e) {
      throw e;
    } catch (OutOfMemoryError e) {
      LOG.error("there is too little memory for {}", named(exchange), e);
      throw new HttpProblem(
          503,
          "there is too little memory for this now; ask for less, or give Java more with -Xmx");
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed", named(exchange), e);
      throw new HttpProblem(
          500, "the program failed at this; its log says more (serve --verbose shows it)");
    }
  }

  /** Gives a stream a thread of its own, which closes the exchange. */
  private void stream(HttpExchange exchange, Answer.Events events) {
    try {
      streams.execute(() -> writeEvents(exchange, events));
    } catch (RejectedExecutionException e) {
      throw new HttpProblem(
          503, "the page has its " + config.limits().streams() + " streams open; close a tab");
    }
  }

  private static void writeEvents(HttpExchange exchange, Answer.Events events) {
    try (exchange) {
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
    } catch (IOException e) {
      LOG.debug("a reader has gone: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is being closed
    } catch (RuntimeException | Error e) {
      LOG.error("a stream failed: {}", named(exchange), e);
    }
  }

  private static void close(AutoCloseable feed) {
    try {
      feed.close();
    } catch (Exception e) {
      LOG.error("a stream's feed could not be closed", e);
    }
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
