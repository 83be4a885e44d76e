package dev.recap.worker.budget;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/** Counts tokens as the newer models of OpenAI do; those of others come close. */
public final class Tokens {

	private static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

	private Tokens() {
	}

	public static int count(String text) {
		return ENCODING.countTokensOrdinary(text);
	}

}
