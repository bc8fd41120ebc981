import io.trino.plugin.iceberg.IcebergPlugin;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.TestingSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A Trino coordinator that works by itself, with Iceberg tables below a folder. Takes port and folder, and makes
 * a file there when it is ready. */
public class Server {
  public static void main(String[] args) throws Exception {
    var session = TestingSession.testSessionBuilder().setCatalog("lake").setSchema("default").build();
    var server =
        DistributedQueryRunner.builder(session)
            .setWorkerCount(0)
            .addCoordinatorProperty("http-server.http.port", args[0])
            .build();
    server.installPlugin(new IcebergPlugin());
    server.createCatalog(
        "lake",
        "iceberg",
        Map.of(
            "iceberg.catalog.type", "TESTING_FILE_METASTORE",
            "hive.metastore.catalog.dir", "local:///lake",
            "hive.metastore.disable-location-checks", "true",
            "fs.local.enabled", "true",
            "local.location", args[1]));
    Files.createFile(Path.of(args[1], "ready"));
    Thread.sleep(Long.MAX_VALUE);
  }
}
