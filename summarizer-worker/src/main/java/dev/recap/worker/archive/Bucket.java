package dev.recap.worker.archive;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import dev.recap.schema.Identifiers;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** An S3-compatible bucket; every call blocks and fails with an {@link SdkException}. */
public final class Bucket implements AutoCloseable {

	private static final String SUFFIX = ".jsonl.gz";

	private static final Duration ATTEMPT = Duration.ofSeconds(60);

	private final S3Client client;

	private final String name;

	private final String prefix;

	private Bucket(S3Client client, String name, String prefix) {
		this.client = client;
		this.name = name;
		this.prefix = prefix;
	}

	public static Bucket open(ArchiveSettings settings) {
		S3ClientBuilder builder = S3Client.builder()
			.region(Region.of(settings.region()))
			.forcePathStyle(settings.pathStyle())
			.httpClientBuilder(UrlConnectionHttpClient.builder())
			.overrideConfiguration((configuration) -> configuration.apiCallAttemptTimeout(ATTEMPT))
			// Not every server knows the checksums that Amazon's takes.
			.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
			.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
		String endpoint = settings.endpoint();
		if (endpoint != null && !endpoint.isEmpty()) {
			builder.endpointOverride(URI.create(endpoint));
		}
		return new Bucket(builder.build(), settings.bucket(), settings.prefix());
	}

	/** A file in the bucket. */
	public record Entry(String key, Instant at, long bytes) {
	}

	/** Where the files of a conversation lie: a hash, for keys end up in logs. */
	public String folder(String conversationId) {
		return this.prefix + Identifiers.ofParts("archived", conversationId) + "/";
	}

	/** Where the file of one life of a conversation lies. */
	String key(String conversationId, String generation) {
		return folder(conversationId) + (generation.isEmpty() ? "first" : generation.replace(':', '-')) + SUFFIX;
	}

	void put(String key, Path file) {
		this.client.putObject((request) -> request.bucket(this.name).key(key).contentType("application/gzip"),
				RequestBody.fromFile(file));
	}

	public InputStream get(String key) {
		return this.client.getObject((request) -> request.bucket(this.name).key(key));
	}

	/** Does nothing when there is no such file. */
	public void delete(String key) {
		this.client.deleteObject((request) -> request.bucket(this.name).key(key));
	}

	/** Every file of a conversation, oldest life first. */
	public Stream<Entry> of(String conversationId) {
		return list(folder(conversationId)).sorted((one, other) -> one.at().compareTo(other.at()));
	}

	/** Every file. */
	public Stream<Entry> all() {
		return list(this.prefix);
	}

	private Stream<Entry> list(String under) {
		return this.client.listObjectsV2Paginator((request) -> request.bucket(this.name).prefix(under))
			.contents()
			.stream()
			.map((object) -> new Entry(object.key(), object.lastModified(), object.size()));
	}

	@Override
	public void close() {
		this.client.close();
	}

}
