package io.muzero.expert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Smart Game Format, FF[4] and older: a collection of game trees, of each the main line,
 * which is everything up to the first closing parenthesis. What stands before a tree is passed
 * over. Any text is read to its end; a tree that breaks off or has what no tree can have is told as
 * torn, and reading goes on at the next that begins.
 *
 * <p>Used once, by one thread.
 */
final class SgfParser {
  /**
   * A game tree's main line.
   *
   * @param nodes properties by name, each with its values, the root first
   * @param torn why the tree is not whole; null when it is
   */
  record Tree(List<Map<String, List<String>>> nodes, @Nullable String torn) {}

  private final String text;
  private int at;

  private SgfParser(String text) {
    this.text = text;
  }

  /** Hands out every tree of a text. */
  static void parse(String text, Consumer<Tree> sink) {
    SgfParser parser = new SgfParser(text);
    while (parser.findTree()) {
      sink.accept(parser.tree());
    }
  }

  /** Goes to the next tree's parenthesis. */
  private boolean findTree() {
    for (int open = text.indexOf('(', at); open >= 0; open = text.indexOf('(', open + 1)) {
      at = open + 1;
      skipSpace();
      if (at < text.length() && text.charAt(at) == ';') {
        at = open;
        return true;
      }
    }
    at = text.length();
    return false;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private Tree tree() {
    List<Map<String, List<String>>> nodes = new ArrayList<>();
    Map<String, List<String>> node = new LinkedHashMap<>();
    int depth = 0;
    int opened = at;
    boolean main = true;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '(') {
        opened = at++;
        depth++;
      } else if (c == ')') {
        at++;
        main = false;
        if (--depth == 0) {
          return new Tree(nodes, null);
        }
      } else if (c == ';') {
        at++;
        node = new LinkedHashMap<>();
        if (main) {
          nodes.add(node);
        }
      } else if (isLetter(c)) {
        String name = name();
        if (depth > 1 && (name.equals("GM") || name.equals("FF"))) {
          at = opened;
          return new Tree(nodes, "its last ) is missing: another game begins inside it");
        }
        String broken = values(node.computeIfAbsent(name, any -> new ArrayList<>()));
        if (broken != null) {
          return new Tree(nodes, "its property " + name + " " + broken);
        }
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        at++;
        return new Tree(nodes, "it has the character " + shown(c) + " where none may be");
      }
    }
    return new Tree(nodes, "it breaks off before its last )");
  }

  private static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
  }

  private static String shown(char c) {
    return c > ' ' && c < 0x7F ? "'" + c + "'" : "number " + (int) c;
  }

  /** A property's name: of older formats the capital letters count only. */
  private String name() {
    StringBuilder name = new StringBuilder();
    while (at < text.length() && isLetter(text.charAt(at))) {
      char c = text.charAt(at++);
      if (c <= 'Z') {
        name.append(c);
      }
    }
    return name.toString();
  }

  /** Reads the values in brackets; what is wrong with them, or null. */
  private @Nullable String values(List<String> values) {
    skipSpace();
    if (at == text.length() || text.charAt(at) != '[') {
      return "has no value";
    }
    while (at < text.length() && text.charAt(at) == '[') {
      at++;
      StringBuilder value = new StringBuilder();
      boolean closed = false;
      while (at < text.length() && !closed) {
        char c = text.charAt(at++);
        if (c == ']') {
          closed = true;
        } else if (c != '\\') {
          value.append(c);
        } else if (at < text.length()) {
          value.append(text.charAt(at++));
        }
      }
      if (!closed) {
        return "has a value without ]";
      }
      values.add(value.toString());
      skipSpace();
    }
    return null;
  }
}
