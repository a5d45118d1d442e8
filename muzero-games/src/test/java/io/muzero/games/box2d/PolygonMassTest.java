package io.muzero.games.box2d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.games.Oracles;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.jbox2d.collision.shapes.MassData;
import org.jbox2d.collision.shapes.PolygonShape;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.BodyDef;
import org.jbox2d.dynamics.BodyType;
import org.jbox2d.dynamics.FixtureDef;
import org.junit.jupiter.api.Test;

class PolygonMassTest {

  /** What Box2D itself says of the bodies of Gymnasium's lander and walker. */
  private static List<JsonNode> recordedBodies() {
    List<JsonNode> bodies = new ArrayList<>();
    for (String file : List.of("lunar_lander.json", "bipedal_walker.json")) {
      JsonNode recorded = Oracles.named("gymnasium", file).get(0).json().get("bodies");
      bodies.add(recorded.get(file.startsWith("lunar") ? "lander" : "hull"));
      recorded.get("legs").forEach(bodies::add);
    }
    return bodies;
  }

  private static PolygonShape shape(JsonNode body) {
    double[] corners = new double[2 * body.get("vertices").size()];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = body.get("vertices").get(i / 2).get(i % 2).asDouble();
    }
    return PhysicsWorld.polygon(corners);
  }

  @Test
  void of_recordedBodies_isBox2dsMassCentreAndInertia() {
    assertThat(recordedBodies()).hasSize(8);
    for (JsonNode body : recordedBodies()) {
      MassData mass = PolygonMass.of(shape(body), (float) body.get("density").asDouble());
      assertThat(mass.mass).isEqualTo((float) body.get("mass").asDouble());
      assertThat((double) mass.center.x)
          .isCloseTo(body.get("local_center").get(0).asDouble(), within(1e-7));
      assertThat((double) mass.center.y)
          .isCloseTo(body.get("local_center").get(1).asDouble(), within(1e-7));
      assertThat((double) mass.I)
          .isCloseTo(body.get("inertia_about_origin").asDouble(), Percentage.withPercentage(1e-4));
    }
  }

  @Test
  void addBody_recordedBodies_haveThatInertia() {
    for (JsonNode recorded : recordedBodies()) {
      FixtureDef fixture = new FixtureDef();
      fixture.shape = shape(recorded);
      fixture.density = (float) recorded.get("density").asDouble();
      BodyDef definition = new BodyDef();
      definition.type = BodyType.DYNAMIC;
      assertThat((double) new PhysicsWorld(0).addBody(definition, fixture).getInertia())
          .isCloseTo(
              recorded.get("inertia_about_origin").asDouble(), Percentage.withPercentage(1e-4));
    }
  }

  /** A plain sum over small squares. */
  @Test
  void of_slantedPolygonFarFromItsOrigin_isTheIntegralOverItsArea() {
    PolygonShape polygon = PhysicsWorld.polygon(1, 1, 3, 1.5, 2.5, 3, 1.2, 2.2);
    double step = 0.002;
    double mass = 0;
    double x1 = 0;
    double y1 = 0;
    double inertia = 0;
    for (double x = 1 + step / 2; x < 3; x += step) {
      for (double y = 1 + step / 2; y < 3; y += step) {
        if (inside(polygon, x, y)) {
          double part = 2 * step * step;
          mass += part;
          x1 += part * x;
          y1 += part * y;
          inertia += part * (x * x + y * y);
        }
      }
    }
    MassData data = PolygonMass.of(polygon, 2);
    assertThat((double) data.mass).isCloseTo(mass, Percentage.withPercentage(0.1));
    assertThat((double) data.center.x).isCloseTo(x1 / mass, Percentage.withPercentage(0.1));
    assertThat((double) data.center.y).isCloseTo(y1 / mass, Percentage.withPercentage(0.1));
    assertThat((double) data.I).isCloseTo(inertia, Percentage.withPercentage(0.1));
  }

  private static boolean inside(PolygonShape polygon, double x, double y) {
    for (int i = 0; i < polygon.m_count; i++) {
      Vec2 a = polygon.m_vertices[i];
      Vec2 b = polygon.m_vertices[(i + 1) % polygon.m_count];
      if ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) < 0) {
        return false;
      }
    }
    return true;
  }
}
