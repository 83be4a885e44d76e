package dev.recap.schema;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import org.jspecify.annotations.Nullable;

/** What an id may be, and how one is made where none is given. */
public final class Identifiers {

	/** The longest id, in characters. */
	public static final int MAX_LENGTH = 200;

	/** The user whose messages the assistant's replies are. */
	public static final String ASSISTANT = "assistant";

	private static final NoArgGenerator TIME_ORDERED = Generators.timeBasedEpochGenerator();

	/**
	 * The other one counts on within a millisecond, and so its ids tell their neighbours.
	 */
	private static final NoArgGenerator UNGUESSABLE = Generators.timeBasedEpochRandomGenerator();

	private Identifiers() {
	}

	/** A new time-ordered id (UUID version 7, RFC 9562). */
	public static String next() {
		return TIME_ORDERED.generate().toString();
	}

	/**
	 * A new id, time-ordered to the millisecond, that nobody can tell from others: for
	 * conversations, which are as private as their ids.
	 */
	public static String unguessable() {
		return UNGUESSABLE.generate().toString();
	}

	/** What is wrong with an id, or null when nothing is. */
	public static @Nullable String problem(String id) {
		if (id.isEmpty() || id.length() > MAX_LENGTH) {
			return "must have 1 to " + MAX_LENGTH + " characters";
		}
		if (isPlain(id)) {
			return null;
		}
		if (id.indexOf('/') >= 0) {
			return "must not contain '/'";
		}
		if (id.isBlank()) {
			return "must not be blank";
		}
		return id.codePoints().anyMatch(Identifiers::isForbidden) ? "must not contain control characters" : null;
	}

	/** Whether it has only visible characters of ASCII and no slash, as most have. */
	private static boolean isPlain(String id) {
		for (int i = 0; i < id.length(); i++) {
			char c = id.charAt(i);
			if (c <= ' ' || c >= 0x7F || c == '/') {
				return false;
			}
		}
		return true;
	}

	private static boolean isForbidden(int codePoint) {
		return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
	}

	/**
	 * The id that a record without one gets: a UUID of version 7 whose time is the
	 * record's and whose random bits are a hash of where it lies, so that every reader,
	 * and every redelivery, names it alike.
	 */
	public static String ofRecord(int partition, long offset, long timestamp) {
		byte[] hash = sha256(partition + ":" + offset + ":" + timestamp);
		long random = ByteBuffer.wrap(hash).getLong();
		long high = (timestamp << 16) | 0x7000L | (random & 0x0FFFL);
		long low = (ByteBuffer.wrap(hash, 8, 8).getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
		return new UUID(high, low).toString();
	}

	/** An id that is a function of its parts: a UUID of version 8 over their SHA-256. */
	public static String ofParts(Object... parts) {
		StringBuilder text = new StringBuilder();
		for (Object part : parts) {
			text.append(part).append('\n');
		}
		ByteBuffer hash = ByteBuffer.wrap(sha256(text.toString()));
		long high = (hash.getLong() & 0xFFFFFFFFFFFF0FFFL) | 0x8000L;
		long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
		return new UUID(high, low).toString();
	}

	private static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
