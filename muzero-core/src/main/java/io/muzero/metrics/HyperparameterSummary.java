package io.muzero.metrics;

import io.muzero.files.WireMessage;
import java.time.Instant;
import java.util.Map;

/**
 * What TensorBoard's hparams plugin reads: a {@code SessionStartInfo} with the settings, by its
 * fields' numbers (TensorBoard 2.21, {@code plugins/hparams/plugin_data.proto}; a setting's value
 * is a {@code google.protobuf.Value}).
 */
final class HyperparameterSummary {
  private static final String TAG = "_hparams_/session_start_info";
  private static final String PLUGIN = "hparams";
  private static final int DATA_SESSION_START_INFO = 3;
  private static final int SETTINGS = 1;
  private static final int SESSION_START_TIME = 5;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;
  private static final int VALUE_NUMBER = 2;
  private static final int VALUE_TEXT = 3;
  private static final int VALUE_FLAG = 4;

  private HyperparameterSummary() {}

  static WireMessage of(Map<String, ?> settings, Instant start) {
    WireMessage info = new WireMessage();
    settings.forEach(
        (key, value) ->
            info.message(
                SETTINGS,
                new WireMessage().text(ENTRY_KEY, key).message(ENTRY_VALUE, value(value))));
    info.number(SESSION_START_TIME, start.toEpochMilli() / 1e3);
    return SummaryValue.plugin(
        TAG, PLUGIN, new WireMessage().message(DATA_SESSION_START_INFO, info));
  }

  private static WireMessage value(Object value) {
    if (value instanceof Boolean flag) {
      return new WireMessage().whole(VALUE_FLAG, flag ? 1 : 0);
    }
    if (value instanceof Number number) {
      return new WireMessage().number(VALUE_NUMBER, number.doubleValue());
    }
    return new WireMessage().text(VALUE_TEXT, value.toString());
  }
}
