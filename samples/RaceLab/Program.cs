using RaceLab;
using RaceLab.Stores;

if (args.Contains("--help"))
{
    Console.WriteLine(LabOptions.Usage);
    return 0;
}

WebApplication app;
try
{
    app = Lab.Build(args);
    await app.Services.GetRequiredService<LabStore>().PrepareAsync();
}
catch (LabOptionsException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    await Console.Error.WriteLineAsync();
    await Console.Error.WriteLineAsync(LabOptions.Usage);
    return 2;
}
catch (StoreUnreachableException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

await app.RunAsync();
return 0;
