using GranularSessions.Tests.Http;

namespace GranularSessions.Tests.Redis;

public sealed class RedisHttpTests(RedisStoreFixture store) : StoreHttpTests(store), IClassFixture<RedisStoreFixture>;
