package dev.recap.standalone.access;

import java.util.UUID;

/**
 * A conversation that its owner began and somebody else writes in, too.
 *
 * @param canary what both say and nobody else may read
 */
record Scene(String id, String owner, String part, String stranger, String item, String canary) {

	static Scene create() {
		String id = UUID.randomUUID().toString();
		return new Scene(id, "owner-" + id, "part-" + id, "stranger-" + id, "item-" + id,
				"canary" + id.replace("-", ""));
	}

	Scene withItem(String found) {
		return new Scene(this.id, this.owner, this.part, this.stranger, found, this.canary);
	}

	/** The user a visitor is, or speaks for. */
	String self(Visitor visitor) {
		return switch (visitor) {
			case PART -> this.part;
			case STRANGER -> this.stranger;
			default -> this.owner;
		};
	}

	/** Fills what is named in braces. */
	String fill(String text, Visitor visitor) {
		return text.replaceAll("\\{(conversation_id|id|sessionId)}", this.id)
			.replace("{user_id}", this.owner)
			.replace("{self}", self(visitor))
			.replace("{item_id}", this.item)
			// An erasure of nothing, requested at the beginning of time.
			.replace("{token}", "eyJhdCI6IjE5NzAtMDEtMDFUMDA6MDA6MDBaIiwiY29udmVyc2F0aW9ucyI6MCwiZW5kcyI6e319");
	}

}
