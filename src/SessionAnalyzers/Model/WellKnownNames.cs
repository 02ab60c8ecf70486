namespace SessionAnalyzers.Model;

/// <summary>Metadata names of the types the model knows. A test proves each against the real reference assemblies.</summary>
internal static class WellKnownTypeNames
{
    public const string Session = "Microsoft.AspNetCore.Http.ISession";
    public const string SessionExtensions = "Microsoft.AspNetCore.Http.SessionExtensions";
    public const string HttpContext = "Microsoft.AspNetCore.Http.HttpContext";
    public const string HttpResponse = "Microsoft.AspNetCore.Http.HttpResponse";
    public const string Monitor = "System.Threading.Monitor";
    public const string Lock = "System.Threading.Lock";
    public const string SemaphoreSlim = "System.Threading.SemaphoreSlim";
    public const string Mutex = "System.Threading.Mutex";
    public const string WaitHandle = "System.Threading.WaitHandle";
    public const string SessionState = "GranularSessions.SessionState";
}

/// <summary>Names of members the model knows, by the type that declares them. A test proves each against the real reference assemblies.</summary>
internal static class WellKnownMemberNames
{
    public static class Session
    {
        public const string Set = "Set";
        public const string TryGetValue = "TryGetValue";
        public const string Remove = "Remove";
        public const string Clear = "Clear";
        public const string Keys = "Keys";
        public const string LoadAsync = "LoadAsync";
        public const string CommitAsync = "CommitAsync";
        public const string Id = "Id";
        public const string IsAvailable = "IsAvailable";
    }

    public static class SessionExtensions
    {
        public const string Get = "Get";
        public const string GetString = "GetString";
        public const string GetInt32 = "GetInt32";
        public const string SetString = "SetString";
        public const string SetInt32 = "SetInt32";
    }

    public static class HttpContext
    {
        public const string Session = "Session";
    }

    public static class Monitor
    {
        public const string Enter = "Enter";
        public const string TryEnter = "TryEnter";
        public const string Exit = "Exit";
    }

    public static class Lock
    {
        public const string Enter = "Enter";
        public const string TryEnter = "TryEnter";
        public const string EnterScope = "EnterScope";
        public const string Exit = "Exit";
    }

    public static class SemaphoreSlim
    {
        public const string Wait = "Wait";
        public const string WaitAsync = "WaitAsync";
        public const string Release = "Release";
    }

    public static class WaitHandle
    {
        public const string WaitOne = "WaitOne";
    }

    public static class Mutex
    {
        public const string ReleaseMutex = "ReleaseMutex";
    }
}
