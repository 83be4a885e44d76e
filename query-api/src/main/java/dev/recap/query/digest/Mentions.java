package dev.recap.query.digest;

import java.util.regex.Pattern;

/** Whether texts name a user: as {@code @user} or as a word. */
final class Mentions {

	private final Pattern name;

	Mentions(String user) {
		this.name = Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(user) + "(?![\\p{L}\\p{N}_])",
				Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
	}

	boolean in(String text) {
		return this.name.matcher(text).find();
	}

}
