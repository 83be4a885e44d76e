package dev.recap.observe;

/** A part that must live as long as the process does, such as a thread that reads. */
public interface Vital {

	/** What it is called in the answer of the liveness probe. */
	String vitalName();

	/** False only when nothing but a restart brings it back. */
	boolean alive();

}
