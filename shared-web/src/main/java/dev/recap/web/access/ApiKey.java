package dev.recap.web.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.recap.schema.Json;
import org.jspecify.annotations.Nullable;

/**
 * An API key as the topic {@code access-keys} has it: everything but the key.
 *
 * @param id names it; a part of the key, and no secret
 * @param name what it is for
 * @param hash the SHA-256 of the whole key, in hexadecimal
 * @param scopes what its callers may do, by {@link Scope#text() name}
 * @param createdAt when it was made
 * @param expiresAt from when on it is no longer good; null for never
 * @param revokedAt when it was revoked; null while it is not
 */
public record ApiKey(String id, String name, String hash, List<String> scopes, Instant createdAt,
		@Nullable Instant expiresAt, @Nullable Instant revokedAt) {

	/** What the keys of these records begin with, in the topic. */
	public static final String RECORDS = "key/";

	private static final String PREFIX = "rk_";

	private static final int ID_BYTES = 6;

	/**
	 * A new key.
	 *
	 * @param key what is stored
	 * @param text the key itself, which is shown to nobody again
	 */
	public record Made(ApiKey key, String text) {

		@Override
		public String toString() {
			return "Made[" + this.key.id() + "]";
		}

	}

	/** Makes a key. */
	public static Made make(String name, Set<Scope> scopes, Instant now, @Nullable Instant expiresAt) {
		String id = Hashes.hex(ID_BYTES);
		String text = PREFIX + id + "_" + Hashes.secret();
		List<String> names = EnumSet.copyOf(scopes).stream().map(Scope::text).toList();
		return new Made(new ApiKey(id, name, Hashes.of(text), names, now, expiresAt, null), text);
	}

	/**
	 * Reads the value of a record.
	 * @throws RuntimeException when it is none
	 */
	public static ApiKey read(byte[] json) {
		ApiKey key = Json.mapper().readValue(json, ApiKey.class);
		if (key.id == null || key.name == null || key.hash == null || key.scopes == null) {
			throw new IllegalArgumentException("An API key has an id, a name, a hash and scopes");
		}
		return key;
	}

	/** The id within the text of a key; null when it is none. */
	static @Nullable String idIn(String text) {
		int end = text.indexOf('_', PREFIX.length());
		return (text.startsWith(PREFIX) && end > 0) ? text.substring(PREFIX.length(), end) : null;
	}

	/** The key of its record in the topic. */
	public byte[] recordKey() {
		return (RECORDS + this.id).getBytes(StandardCharsets.UTF_8);
	}

	/** The value of its record in the topic. */
	public byte[] recordValue() {
		return Json.bytes(this);
	}

	public ApiKey revoked(Instant now) {
		return new ApiKey(this.id, this.name, this.hash, this.scopes, this.createdAt, this.expiresAt, now);
	}

	/** Whether it is good at a time. */
	public boolean isGoodAt(Instant now) {
		return this.revokedAt == null && (this.expiresAt == null || now.isBefore(this.expiresAt));
	}

	/** Scopes of names that a later version knows are left out. */
	Set<Scope> scopeSet() {
		return EnumSet.allOf(Scope.class)
			.stream()
			.filter((scope) -> this.scopes.stream()
				.anyMatch((name) -> name.toLowerCase(Locale.ROOT).equals(scope.text())))
			.collect(Collectors.toUnmodifiableSet());
	}

}
