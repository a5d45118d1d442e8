package io.muzero.totient.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.totient.ways.Results;
import io.muzero.totient.ways.Row;
import io.muzero.totient.work.Span;

/** Results as one JSON object. */
public final class JsonReport {
  private JsonReport() {}

  /** The object: {@code rows} holds what was measured, {@code skipped} what was not. */
  public static ObjectNode object(Results results) {
    Remarks remarks = new Remarks(results);
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("to", results.job().to());
    object.put("deal", results.job().deal().label());
    object.put("java", results.machine().java());
    object.put("processors", results.machine().processors());
    object.put("loadBefore", results.machine().load());
    ArrayNode rows = object.putArray("rows");
    results.rows().forEach(row -> put(rows.addObject(), row, remarks));
    ArrayNode skipped = object.putArray("skipped");
    results
        .skipped()
        .forEach(way -> skipped.addObject().put("way", way.way()).put("reason", way.reason()));
    return object;
  }

  private static void put(ObjectNode object, Row row, Remarks remarks) {
    object.put("way", row.way());
    object.put("workers", row.workers());
    object.put("wallSeconds", row.wallSeconds());
    object.put("wallSecondsMin", row.leastSeconds());
    object.put("wallSecondsMax", row.mostSeconds());
    object.put("startUpSeconds", row.startUpSeconds());
    object.put("startUpShare", row.startUpShare());
    object.put("workSeconds", row.workSeconds());
    object.put("cpuSeconds", row.cpuSeconds());
    object.put("speedup", row.speedup());
    object.put("checksum", row.checksum());
    object.put("repeats", row.laps().size());
    object.put("remark", remarks.on(row));
    if (row.hasSpans()) {
      ArrayNode idle = object.putArray("idleSeconds");
      for (int worker = 0; worker < row.workers(); worker++) {
        idle.add(row.median().idleNanos(worker) / 1e9);
      }
      object.put("pieces", row.median().spans().size());
      object.put("stolen", row.median().spans().stream().filter(Span::stolen).count());
    }
  }
}
