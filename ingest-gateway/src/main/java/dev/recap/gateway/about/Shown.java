package dev.recap.gateway.about;

import java.util.Map;

/**
 * Settings of one feature that {@code GET /config} shows; none of them is a secret.
 *
 * @param prefix what their names begin with
 */
public record Shown(String prefix, Map<String, Object> settings) {

}
