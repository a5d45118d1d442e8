package io.muzero.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.settings.Excerpt;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Draws a state from its JSON, whose {@code kind} is {@code board}, {@code scene}, {@code grid},
 * {@code pixels}, {@code cards} (the classes of io.muzero.games.picture say what each holds) or
 * {@code image} (a PNG file in base 64); any other kind is shown as the state's text. Needs no
 * display.
 */
final class Picture {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SIZE = 400;
  private static final int MOST_SIZE = 24;
  private static final int MARGIN = 12;
  private static final int LEAST_COLUMNS = 12;
  private static final int SCENE_WIDTH = 480;
  private static final int CARD_WIDTH = 50;
  private static final int CARD_HEIGHT = 70;
  private static final int NOTES_HEIGHT = 20;
  private static final Color NIGHT = new Color(0x1B1F27);
  private static final Color PAPER = new Color(0xFAFAF7);
  private static final Color INK = new Color(0x303030);
  private static final Color PALE = new Color(0xD0D0CC);
  private static final Color FIRST = new Color(0xC0392B);
  private static final Color SECOND = new Color(0xE0B020);
  private static final Color WOOD = new Color(0xDDB878);
  private static final Color BLUE = new Color(0x2C5AA0);

  private static final Map<String, Color> TILES =
      Map.ofEntries(
          Map.entry("floor", new Color(0xF0EFEA)),
          Map.entry("wall", new Color(0x707070)),
          Map.entry("goal", new Color(0x6FBF73)),
          Map.entry("hole", new Color(0x30506F)),
          Map.entry("ice", new Color(0xD6ECFA)),
          Map.entry("cliff", new Color(0x7A4A2B)),
          Map.entry("start", new Color(0xF5E3B3)));

  private final JsonNode picture;

  /**
   * A picture of a state.
   *
   * @param json as {@code Environment.json()} gives it
   * @throws RunFailedException when it is not JSON
   */
  Picture(String json) {
    picture = read(json);
  }

  /**
   * The JSON of a state, which any game may have made.
   *
   * @throws RunFailedException when it is not JSON
   */
  static JsonNode read(@Nullable String json) {
    try {
      return JSON.readTree(Objects.requireNonNullElse(json, ""));
    } catch (JsonProcessingException e) {
      throw new RunFailedException(
          "a state's picture must be one JSON object, was "
              + Excerpt.of(String.valueOf(json))
              + "; Environment.json() of the game makes it",
          e);
    }
  }

  /**
   * The picture as pixels.
   *
   * @param text the state's text, drawn where the kind is none of those known
   * @param all texts of the states shown one after another, which all must find room
   * @throws RunFailedException when the JSON lacks what its kind needs, or has it wrong
   */
  BufferedImage draw(String text, List<String> all) {
    try {
      return drawn(text, all);
    } catch (RuntimeException e) { // of whatever the game left out or got wrong
      throw new RunFailedException(
          "a state's picture of the kind "
              + Excerpt.of(picture.path("kind").asText())
              + " cannot be drawn, as something in it is missing or wrong: "
              + Excerpt.of(picture.toString())
              + "; Environment.json() of the game makes it",
          e);
    }
  }

  private BufferedImage drawn(String text, List<String> all) {
    return switch (picture.path("kind").asText()) {
      case "board" -> board();
      case "scene" -> scene();
      case "grid" -> grid();
      case "pixels" -> pixels();
      case "image" -> image();
      case "cards" -> cards();
      default -> text(text, all);
    };
  }

  private static BufferedImage canvas(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  private static Graphics2D brush(BufferedImage image) {
    Graphics2D brush = image.createGraphics();
    brush.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    brush.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    brush.setColor(PAPER);
    brush.fillRect(0, 0, image.getWidth(), image.getHeight());
    return brush;
  }

  private BufferedImage board() {
    int rows = picture.get("rows").asInt();
    int columns = picture.get("columns").asInt();
    String style = picture.path("style").asText();
    int cell = SIZE / Math.max(rows, columns);
    BufferedImage image = canvas(columns * cell, rows * cell);
    Graphics2D brush = brush(image);
    boolean discs = style.equals("discs");
    boolean stones = style.equals("stones");
    if (discs || stones) {
      brush.setColor(discs ? BLUE : WOOD);
      brush.fillRect(0, 0, image.getWidth(), image.getHeight());
    }
    for (int i = 0; i < rows * columns; i++) {
      Cell at = new Cell(i % columns * cell, i / columns * cell, cell);
      String mark = picture.get("cells").get(i).asText();
      boolean last = picture.path("last").asInt(-1) == i;
      if (discs) {
        disc(brush, at, mark.isEmpty() ? PAPER : mark.equals("X") ? FIRST : SECOND);
      } else if (stones) {
        crossing(brush, at);
        if (!mark.isEmpty()) {
          disc(brush, at, mark.equals("X") ? INK : PAPER);
        }
      } else {
        mark(brush, at, mark, last);
      }
      if (last && (discs || stones)) {
        brush.setColor(Color.GREEN.darker());
        brush.fill(at.point());
      }
    }
    brush.dispose();
    return image;
  }

  /**
   * A square of a board.
   *
   * @param x its left edge in pixels
   * @param y its upper edge
   * @param size of its edges
   */
  private record Cell(int x, int y, int size) {
    /** A disc that fills most of it. */
    Ellipse2D disc() {
      return new Ellipse2D.Double(x + size * .08, y + size * .08, size * .84, size * .84);
    }

    /** A small disc in its middle. */
    Ellipse2D point() {
      double r = size * 0.1;
      return new Ellipse2D.Double(x + size / 2.0 - r, y + size / 2.0 - r, 2 * r, 2 * r);
    }
  }

  private static void disc(Graphics2D brush, Cell cell, Color colour) {
    brush.setColor(colour);
    brush.fill(cell.disc());
  }

  /** Two lines on whose crossing a stone may lie. */
  private static void crossing(Graphics2D brush, Cell at) {
    brush.setColor(INK);
    double middle = at.size() / 2.0;
    int x = at.x();
    int y = at.y();
    brush.draw(new Line2D.Double(x, y + middle, x + at.size(), y + middle));
    brush.draw(new Line2D.Double(x + middle, y, x + middle, y + at.size()));
  }

  private static void mark(Graphics2D brush, Cell at, String mark, boolean last) {
    int x = at.x();
    int y = at.y();
    int cell = at.size();
    if (last) {
      brush.setColor(new Color(0xF5E3B3));
      brush.fillRect(x, y, cell, cell);
    }
    brush.setColor(PALE);
    brush.setStroke(new BasicStroke(2));
    brush.drawRect(x, y, cell, cell);
    brush.setStroke(new BasicStroke(cell * .09f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    double a = cell * .25;
    double b = cell * .75;
    if (mark.equals("X")) {
      brush.setColor(FIRST);
      brush.draw(new Line2D.Double(x + a, y + a, x + b, y + b));
      brush.draw(new Line2D.Double(x + a, y + b, x + b, y + a));
    } else if (mark.equals("O")) {
      brush.setColor(BLUE);
      brush.draw(new Ellipse2D.Double(x + a, y + a, b - a, b - a));
    }
  }

  private BufferedImage scene() {
    JsonNode view = picture.get("view");
    double left = view.get(0).asDouble();
    double bottom = view.get(1).asDouble();
    double right = view.get(2).asDouble();
    double top = view.get(3).asDouble();
    double scale = SCENE_WIDTH / (right - left);
    BufferedImage image = canvas(SCENE_WIDTH, (int) Math.ceil((top - bottom) * scale));
    Graphics2D brush = brush(image);
    AffineTransform pixels = brush.getTransform();
    brush.scale(scale, -scale);
    brush.translate(-left, -top);
    for (JsonNode shape : picture.get("shapes")) {
      brush.setColor(Color.decode(shape.path("fill").asText(shape.path("line").asText("#303030"))));
      if (shape.has("radius")) {
        double r = shape.get("radius").asDouble();
        double x = shape.get("centre").get(0).asDouble();
        double y = shape.get("centre").get(1).asDouble();
        brush.fill(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r));
        continue;
      }
      Path2D path = path(shape.get("points"));
      if (shape.path("closed").asBoolean()) {
        path.closePath();
        brush.fill(path);
      } else {
        brush.setStroke(
            new BasicStroke(
                (float) Math.max(shape.path("width").asDouble(), 1 / scale),
                BasicStroke.CAP_ROUND,
                BasicStroke.JOIN_ROUND));
        brush.draw(path);
      }
    }
    brush.setTransform(pixels);
    notes(brush);
    brush.dispose();
    return image;
  }

  private static Path2D path(JsonNode points) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < points.size(); i += 2) {
      double x = points.get(i).asDouble();
      double y = points.get(i + 1).asDouble();
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    return path;
  }

  private void notes(Graphics2D brush) {
    brush.setColor(INK);
    brush.setFont(new Font(Font.MONOSPACED, Font.PLAIN, 11));
    int line = 14;
    for (Map.Entry<String, JsonNode> note : picture.path("notes").properties()) {
      brush.drawString(note.getKey() + " " + note.getValue().asText(), 6, line);
      line += 13;
    }
  }

  private BufferedImage grid() {
    int rows = picture.get("rows").asInt();
    int columns = picture.get("columns").asInt();
    int cell = SIZE / Math.max(rows, columns);
    BufferedImage image = canvas(columns * cell, rows * cell);
    Graphics2D brush = brush(image);
    for (int i = 0; i < rows * columns; i++) {
      Rectangle2D tile =
          new Rectangle2D.Double(i % columns * cell, i / columns * (double) cell, cell, cell);
      brush.setColor(TILES.getOrDefault(picture.get("tiles").path(i).asText(), PAPER));
      brush.fill(tile);
      brush.setColor(PALE);
      brush.draw(tile);
    }
    brush.setColor(INK);
    brush.setStroke(new BasicStroke(4));
    for (JsonNode wall : picture.path("walls")) {
      int x = (wall.get(1).asInt() + 1) * cell;
      int y = wall.get(0).asInt() * cell;
      brush.drawLine(x, y, x, y + cell);
    }
    for (JsonNode mark : picture.path("marks")) {
      word(
          brush,
          mark.path("word").asText(),
          mark.get("column").asInt() * cell + cell / 2,
          mark.get("row").asInt() * cell + cell / 2,
          cell);
    }
    agent(brush, picture.path("agent"), cell);
    brush.dispose();
    return image;
  }

  private static void word(Graphics2D brush, String word, int x, int y, int cell) {
    brush.setColor(INK);
    brush.setFont(
        new Font(Font.SANS_SERIF, Font.BOLD, Math.max(9, cell / Math.max(3, word.length()))));
    FontMetrics metrics = brush.getFontMetrics();
    brush.drawString(word, x - metrics.stringWidth(word) / 2, y + metrics.getAscent() / 2);
  }

  private static void agent(Graphics2D brush, JsonNode agent, int cell) {
    if (agent.isMissingNode()) {
      return;
    }
    double x = (agent.get("column").asInt() + .5) * cell;
    double y = (agent.get("row").asInt() + .5) * cell;
    brush.setColor(FIRST);
    if (agent.has("direction")) {
      AffineTransform before = brush.getTransform();
      brush.translate(x, y);
      brush.rotate(agent.get("direction").asInt() * Math.PI / 2);
      Path2D arrow = new Path2D.Double();
      arrow.moveTo(cell * .36, 0);
      arrow.lineTo(-cell * .3, cell * .28);
      arrow.lineTo(-cell * .3, -cell * .28);
      arrow.closePath();
      brush.fill(arrow);
      brush.setTransform(before);
    } else {
      double r = cell * .28;
      brush.fill(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r));
    }
  }

  private BufferedImage pixels() {
    int rows = picture.get("rows").asInt();
    int columns = picture.get("columns").asInt();
    int cell = SIZE / Math.max(rows, columns);
    int board = rows * cell;
    BufferedImage image = canvas(columns * cell, board + NOTES_HEIGHT);
    Graphics2D brush = brush(image);
    brush.setColor(NIGHT);
    brush.fillRect(0, 0, image.getWidth(), board);
    for (JsonNode layer : picture.get("layers")) {
      brush.setColor(Color.decode(layer.get("colour").asText()));
      for (JsonNode filled : layer.get("cells")) {
        int x = filled.asInt() % columns * cell;
        int y = filled.asInt() / columns * cell;
        brush.fillRect(x + 1, y + 1, cell - 2, cell - 2);
      }
    }
    brush.translate(0, board);
    notes(brush);
    brush.dispose();
    return image;
  }

  /** An environment's own frame, small ones enlarged by a whole number. */
  private BufferedImage image() {
    try {
      BufferedImage frame =
          ImageIO.read(
              new ByteArrayInputStream(Base64.getDecoder().decode(picture.get("png").asText())));
      int factor = Math.max(1, SIZE / Math.max(frame.getWidth(), frame.getHeight()));
      BufferedImage image = canvas(frame.getWidth() * factor, frame.getHeight() * factor);
      Graphics2D brush = image.createGraphics();
      brush.drawImage(frame, 0, 0, image.getWidth(), image.getHeight(), null);
      brush.dispose();
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException("a frame in memory cannot be read", e);
    }
  }

  private BufferedImage cards() {
    JsonNode hands = picture.get("hands");
    int most = 2;
    for (JsonNode hand : hands) {
      most = Math.max(most, hand.get("cards").size());
    }
    BufferedImage image =
        canvas(
            Math.max(SIZE, 20 + most * (CARD_WIDTH + 8)), 10 + hands.size() * (CARD_HEIGHT + 40));
    Graphics2D brush = brush(image);
    int y = 10;
    for (JsonNode hand : hands) {
      brush.setColor(INK);
      brush.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
      brush.drawString(hand.get("name").asText() + "  " + hand.get("total").asText(), 10, y + 15);
      int x = 10;
      for (JsonNode card : hand.get("cards")) {
        RoundRectangle2D outline =
            new RoundRectangle2D.Double(x, y + 25, CARD_WIDTH, CARD_HEIGHT, 10, 10);
        brush.setColor(card.asText().equals("?") ? BLUE : Color.WHITE);
        brush.fill(outline);
        brush.setColor(INK);
        brush.setStroke(new BasicStroke(1.5f));
        brush.draw(outline);
        word(brush, card.asText(), x + CARD_WIDTH / 2, y + 25 + CARD_HEIGHT / 2, CARD_WIDTH);
        x += CARD_WIDTH + 8;
      }
      y += CARD_HEIGHT + 40;
    }
    brush.dispose();
    return image;
  }

  private static BufferedImage text(String text, List<String> all) {
    int columns = LEAST_COLUMNS;
    int rows = 1;
    for (String one : all) {
      columns = Math.max(columns, one.lines().mapToInt(String::length).max().orElse(0));
      rows = Math.max(rows, (int) one.lines().count());
    }
    // A cell of a monospaced font is three fifths as wide as it is high.
    int size = Math.max(MOST_SIZE / 2, Math.min(MOST_SIZE, SIZE * 5 / 3 / columns));
    int width = columns * size * 3 / 5 + 2 * MARGIN;
    int line = size * 5 / 4;
    BufferedImage image = canvas(width, rows * line + 2 * MARGIN);
    Graphics2D brush = brush(image);
    brush.setColor(INK);
    brush.setFont(new Font(Font.MONOSPACED, Font.PLAIN, size));
    int y = MARGIN + size;
    for (String one : text.lines().toList()) {
      brush.drawString(one, MARGIN, y);
      y += line;
    }
    brush.dispose();
    return image;
  }
}
