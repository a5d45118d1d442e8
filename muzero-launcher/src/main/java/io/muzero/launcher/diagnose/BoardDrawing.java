package io.muzero.launcher.diagnose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.launcher.diagnose.AgentReport.Cells;
import io.muzero.launcher.diagnose.AgentReport.Worst;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Draws a position as SVG from its JSON, whose {@code kind} is {@code board}, {@code grid}, {@code
 * pixels}, {@code scene} (the classes of io.muzero.games.picture say what each holds) or {@code
 * image} (a PNG file in base 64); any other kind is shown as the state's text.
 */
final class BoardDrawing {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CELL = 40;
  private static final Pattern COLOUR = Pattern.compile("#[0-9A-Fa-f]{3,8}|[a-z]+");
  private static final Pattern BASE_64 = Pattern.compile("[A-Za-z0-9+/=]+");

  private static final Map<String, String> TILES =
      Map.of(
          "wall", "#707070",
          "goal", "#6FBF73",
          "hole", "#30506F",
          "ice", "#D6ECFA",
          "cliff", "#7A4A2B",
          "start", "#F5E3B3");

  private final Worst position;
  private final JsonNode picture;

  BoardDrawing(Worst position) {
    this.position = position;
    try {
      picture = JSON.readTree(position.json());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a state's picture is not JSON: " + position.json(), e);
    }
  }

  String html() {
    return switch (picture.path("kind").asText()) {
      case "board" -> board();
      case "grid" -> grid();
      case "pixels" -> pixels();
      case "scene" -> scene();
      case "image" -> image();
      default -> text();
    };
  }

  private String open(double width, double height) {
    return Html.format(
        "<svg class=board viewBox=\"0 0 %.0f %.0f\" role=img aria-label=\"%s\">",
        width, height, Html.escape(position.text()));
  }

  private int rows() {
    return picture.get("rows").asInt();
  }

  private int columns() {
    return picture.get("columns").asInt();
  }

  private String board() {
    String style = picture.path("style").asText();
    StringBuilder svg = new StringBuilder(open(columns() * CELL, rows() * CELL));
    svg.append(
        Html.format(
            "<rect class=ground-%s width=%d height=%d />",
            style.equals("discs") || style.equals("stones") ? style : "marks",
            columns() * CELL,
            rows() * CELL));
    if (!style.equals("discs")) {
      lines(svg, style.equals("stones") ? CELL / 2 : 0);
    }
    for (int i = 0; i < rows() * columns(); i++) {
      double x = i % columns() * CELL + CELL / 2.0;
      double y = i / columns() * CELL + CELL / 2.0;
      String mark = picture.get("cells").get(i).asText();
      if (style.equals("discs") || style.equals("stones") && !mark.isEmpty()) {
        svg.append(
            Html.format(
                "<circle class=\"%s-%s\" cx=%.0f cy=%.0f r=%.1f />",
                style.equals("discs") ? "disc" : "stone",
                mark.isEmpty() ? "none" : mark.equals("X") ? "first" : "second",
                x,
                y,
                CELL * 0.4));
        // Not by colour alone.
        svg.append(
            mark.isEmpty() || style.equals("stones")
                ? ""
                : Html.format(
                    "<text class=letter x=%.0f y=%.0f text-anchor=middle>%s</text>",
                    x, y + 5, mark));
      } else if (mark.equals("X")) {
        svg.append(
            Html.format(
                "<path class=mark-first d=\"M%.0f %.0f l18 18 m-18 0 l18 -18\" />", x - 9, y - 9));
      } else if (mark.equals("O")) {
        svg.append(Html.format("<circle class=mark-second cx=%.0f cy=%.0f r=10 />", x, y));
      }
      if (picture.path("last").asInt(-1) == i) {
        svg.append(
            Html.format("<rect class=last x=%.0f y=%.0f width=36 height=36 />", x - 18, y - 18));
      }
    }
    return svg.append(chosen()).append("</svg>").toString();
  }

  private void lines(StringBuilder svg, int inset) {
    int width = columns() * CELL;
    int height = rows() * CELL;
    for (int row = 0; row < rows() + (inset == 0 ? 1 : 0); row++) {
      svg.append(
          Html.format(
              "<line class=cell x1=%d x2=%d y1=%3$d y2=%3$d />",
              inset, width - inset, row * CELL + inset));
    }
    for (int column = 0; column < columns() + (inset == 0 ? 1 : 0); column++) {
      svg.append(
          Html.format(
              "<line class=cell y1=%d y2=%d x1=%3$d x2=%3$d />",
              inset, height - inset, column * CELL + inset));
    }
  }

  /** A ring around the cell, or an arrow at the column, that the agent chose. */
  private String chosen() {
    int action = position.decision().action();
    if (position.cells() == Cells.COLUMNS) {
      return Html.format(
          "<path class=chosen d=\"M%.0f 2 h12 l-6 10 z\" />", action * CELL + CELL / 2.0 - 6);
    }
    if (position.cells() == Cells.CELLS && action < rows() * columns()) {
      return Html.format(
          "<circle class=ring cx=%.0f cy=%.0f r=15 />",
          action % columns() * CELL + CELL / 2.0, action / columns() * CELL + CELL / 2.0);
    }
    return "";
  }

  private String grid() {
    StringBuilder svg = new StringBuilder(open(columns() * CELL, rows() * CELL));
    for (int i = 0; i < rows() * columns(); i++) {
      svg.append(
          Html.format(
              "<rect class=cell x=%d y=%d width=%d height=%d fill=\"%s\" />",
              i % columns() * CELL,
              i / columns() * CELL,
              CELL,
              CELL,
              TILES.getOrDefault(picture.path("tiles").path(i).asText(), "#F0EFEA")));
    }
    for (JsonNode wall : picture.path("walls")) {
      int x = (wall.get(1).asInt() + 1) * CELL;
      int y = wall.get(0).asInt() * CELL;
      svg.append(
          Html.format("<line class=wall x1=%1$d x2=%1$d y1=%2$d y2=%3$d />", x, y, y + CELL));
    }
    for (JsonNode mark : picture.path("marks")) {
      svg.append(
          Html.format(
              "<text class=letter x=%d y=%d text-anchor=middle>%s</text>",
              mark.get("column").asInt() * CELL + CELL / 2,
              mark.get("row").asInt() * CELL + CELL / 2 + 5,
              Html.escape(mark.path("word").asText())));
    }
    JsonNode agent = picture.path("agent");
    if (!agent.isMissingNode()) {
      double x = (agent.get("column").asInt() + 0.5) * CELL;
      double y = (agent.get("row").asInt() + 0.5) * CELL;
      svg.append(
          agent.has("direction")
              ? Html.format(
                  "<path class=mark-agent transform=\"translate(%.0f %.0f) rotate(%d)\" d=\"M14 0 L-12 11 L-12 -11 z\" />",
                  x, y, 90 * agent.get("direction").asInt())
              : Html.format("<circle class=mark-agent cx=%.0f cy=%.0f r=11 />", x, y));
    }
    return svg.append("</svg>").toString();
  }

  private String pixels() {
    StringBuilder svg = new StringBuilder(open(columns() * CELL, rows() * CELL));
    svg.append(
        Html.format("<rect class=night width=%d height=%d />", columns() * CELL, rows() * CELL));
    for (JsonNode layer : picture.get("layers")) {
      for (JsonNode filled : layer.get("cells")) {
        svg.append(
            Html.format(
                "<rect x=%d y=%d width=%d height=%d fill=\"%s\" />",
                filled.asInt() % columns() * CELL + 2,
                filled.asInt() / columns() * CELL + 2,
                CELL - 4,
                CELL - 4,
                colour(layer.get("colour").asText())));
      }
    }
    return svg.append("</svg>").toString();
  }

  private static String colour(String name) {
    return COLOUR.matcher(name).matches() ? name : "#303030";
  }

  private String scene() {
    JsonNode view = picture.get("view");
    double left = view.get(0).asDouble();
    double top = view.get(3).asDouble();
    double width = view.get(2).asDouble() - left;
    double height = top - view.get(1).asDouble();
    double scale = 300 / width;
    StringBuilder svg = new StringBuilder(open(300, height * scale));
    svg.append(Html.format("<rect class=ground-marks width=300 height=%.0f />", height * scale));
    svg.append(
        Html.format(
            "<g transform=\"scale(%.5f %.5f) translate(%.5f %.5f)\" stroke-linecap=round>",
            scale, -scale, -left, -top));
    for (JsonNode shape : picture.get("shapes")) {
      String colour = colour(shape.path("fill").asText(shape.path("line").asText("#303030")));
      if (shape.has("radius")) {
        svg.append(
            Html.format(
                "<circle cx=%.4f cy=%.4f r=%.4f fill=\"%s\" />",
                shape.get("centre").get(0).asDouble(),
                shape.get("centre").get(1).asDouble(),
                shape.get("radius").asDouble(),
                colour));
        continue;
      }
      StringBuilder points = new StringBuilder();
      for (JsonNode number : shape.get("points")) {
        points.append(Html.format("%.4f ", number.asDouble()));
      }
      boolean closed = shape.path("closed").asBoolean();
      svg.append(
          closed
              ? Html.format("<polygon points=\"%s\" fill=\"%s\" />", points, colour)
              : Html.format(
                  "<polyline points=\"%s\" fill=none stroke=\"%s\" stroke-width=%.5f />",
                  points, colour, Math.max(shape.path("width").asDouble(), 1 / scale)));
    }
    return svg.append("</g></svg>").toString();
  }

  private String image() {
    String png = picture.path("png").asText();
    return BASE_64.matcher(png).matches()
        ? Html.format("<img class=board alt=\"the state\" src=\"data:image/png;base64,%s\">", png)
        : text();
  }

  private String text() {
    return "<pre class=board>" + Html.escape(position.text()) + "</pre>";
  }
}
