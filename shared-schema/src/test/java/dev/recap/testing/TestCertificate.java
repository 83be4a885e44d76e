package dev.recap.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate for this machine's loopback interface that is its own authority.
 *
 * @param keyStore certificate and key, as PKCS #12 under {@link #PASSWORD}
 * @param pem the certificate alone
 */
public record TestCertificate(Path keyStore, Path pem) {

	public static final String PASSWORD = "changeit";

	private static final String ALIAS = "test";

	/** Makes one in a folder. */
	public static TestCertificate create(Path folder) throws IOException, InterruptedException {
		Path keyStore = folder.resolve("certificate.p12");
		Path pem = folder.resolve("certificate.pem");
		keytool(keyStore, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"san=ip:127.0.0.1,dns:localhost", "-ext", "bc:c", "-validity", "2");
		keytool(keyStore, "-exportcert", "-rfc", "-file", pem.toString());
		return new TestCertificate(keyStore, pem);
	}

	private static void keytool(Path keyStore, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
		command.addAll(List.of(arguments));
		command.addAll(List.of("-alias", ALIAS, "-storetype", "PKCS12", "-keystore", keyStore.toString(), "-storepass",
				PASSWORD));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IOException(said);
		}
	}

	public X509Certificate certificate() throws IOException, GeneralSecurityException {
		return (X509Certificate) open().getCertificate(ALIAS);
	}

	public PrivateKey key() throws IOException, GeneralSecurityException {
		return (PrivateKey) open().getKey(ALIAS, PASSWORD.toCharArray());
	}

	private KeyStore open() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.keyStore)) {
			store.load(in, PASSWORD.toCharArray());
		}
		return store;
	}

}
