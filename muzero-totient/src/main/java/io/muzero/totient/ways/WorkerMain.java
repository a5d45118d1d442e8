package io.muzero.totient.ways;

import io.muzero.totient.work.Part;
import io.muzero.totient.work.Stopwatch;
import io.muzero.totient.work.WarmUp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A worker process: parts in, sums out, one line each.
 *
 * <p>It says {@code ready}, answers {@code warm} with {@code warm} and {@code sum FIRST END STEP}
 * with {@code sum NUMBER}. It exits when its input ends, in the middle of a part too: whoever asked
 * is gone.
 */
final class WorkerMain {
  private WorkerMain() {}

  public static void main(String[] arguments) throws IOException {
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    Thread worker = new Thread(() -> work(requests), "worker");
    worker.setDaemon(true);
    worker.start();
    try (BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        requests.add(line);
      }
    }
  }

  private static void work(BlockingQueue<String> requests) {
    try {
      System.out.println("ready");
      while (true) {
        String request = requests.take();
        if (request.equals("warm")) {
          WarmUp.run(Stopwatch.ofMachine());
          System.out.println(request);
        } else {
          String[] words = request.split(" ");
          Part part =
              new Part(
                  Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
          System.out.println("sum " + part.sum());
        }
      }
    } catch (Throwable e) {
      System.err.println("worker failed: " + e);
      Runtime.getRuntime().halt(1);
    }
  }
}
