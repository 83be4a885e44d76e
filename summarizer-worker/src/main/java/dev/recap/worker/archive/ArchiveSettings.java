package dev.recap.worker.archive;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bucket that conversations are kept in before they are erased; the credentials are
 * those that the AWS SDK finds by itself.
 *
 * @param bucket its name; nothing is archived while it is empty
 * @param endpoint where the bucket's server is; Amazon's when empty
 * @param region the bucket's region
 * @param prefix what every key begins with
 * @param pathStyle whether the bucket's name is part of the path and not of the host
 * @param ended whether conversations are also written when they end, and not only before
 * they expire
 */
@ConfigurationProperties("recap.archive")
public record ArchiveSettings(@DefaultValue("") String bucket, @Nullable String endpoint,
		@DefaultValue("us-east-1") String region, @DefaultValue("recap/") String prefix,
		@DefaultValue("false") boolean pathStyle, @DefaultValue("false") boolean ended) {

	/** Whether there is a bucket. */
	public boolean enabled() {
		return !this.bucket.isEmpty();
	}

}
