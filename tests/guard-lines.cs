#:property PublishAot=false
// Takes out, one at a time, the lines that keep GranularSessions' promises, and checks that the named test fails.
//   dotnet run tests/guard-lines.cs [part of a guard's name] [first..last]
// Works on a copy; takes a quarter of an hour on a busy machine, so that a part can be named or numbered. Ends with 0 when the
// named tests pass untouched and every removal is noticed.
using System.Diagnostics;

const string Session = "Storage/InMemory/InMemorySession.cs";
const string Items = "Storage/InMemory/InMemoryItems.cs";
const string Operations = "Storage/InMemory/InMemoryOperations.cs";
const string Channel = "Sessions/SessionChannel.cs";
const string Body = "Middleware/CommittingResponseBody.cs";
const string Pipe = "Middleware/CommittingPipeWriter.cs";
const string Stream = "Middleware/CommittingStream.cs";
const int Passed = 0;
const int TimedOut = -1;
const string Commit = "CommitTests.A_failed_commit_is_rendered_by_the_exception_handler_because_the_body_commits_before_its_first_byte";
const string SafeCookie = "CookieTests.The_cookie_is_safe_by_default_because_SessionCookieBuilder_sets_every_attribute";

Guard[] guards =
[
    new("1 no lost update: the session's lock", Session,
        """
                lock (_lock)
                {
                    if (!IsAlive(now))
                    {
                        return new
        """,
        """
                {
                    if (!IsAlive(now))
                    {
                        return new
        """,
        "InMemorySessionTests.A_command_waits_for_the_one_under_way_because_Run_holds_the_lock"),
    new("1 no lost update: the session's lock, in recorded histories", Session,
        """
                lock (_lock)
                {
                    if (!IsAlive(now))
                    {
                        return new
        """,
        """
                {
                    if (!IsAlive(now))
                    {
                        return new
        """,
        "InMemoryLinearizabilityConformance.Counters_are_linearizable"),
    new("1 no lost update: the session's lock, in recorded histories of lists", Session,
        """
                lock (_lock)
                {
                    if (!IsAlive(now))
                    {
                        return new
        """,
        """
                {
                    if (!IsAlive(now))
                    {
                        return new
        """,
        "InMemoryLinearizabilityConformance.Lists_are_linearizable"),
    new("1 no lost update: an append goes to the end, in recorded histories", Items,
        "elements.AddLast(command.Payload);", "elements.AddFirst(command.Payload);", "InMemoryLinearizabilityConformance.Lists_are_linearizable"),
    new("1 no lost update: the version of a conditional write, in recorded histories", "Storage/Commands/WriteCondition.cs",
        "_expectedVersion is null || _expectedVersion == currentVersion", "currentVersion >= 0",
        "InMemoryLinearizabilityConformance.Values_and_fields_are_linearizable_registers_with_compare_and_swap"),
    new("1 no lost update: the version of a conditional write", "Storage/Commands/WriteCondition.cs",
        "_expectedVersion is null || _expectedVersion == currentVersion", "currentVersion >= 0",
        "InMemoryValueConformance.No_racing_update_is_lost_because_a_write_compares_the_version"),
    new("2 no resurrection: destroyed is not alive", Session, "!_isDestroyed && now", "now",
        "InMemorySessionTests.A_command_that_found_the_session_before_its_end_is_refused_because_Run_checks_IsAlive"),
    new("2 no resurrection: an established session is not recreated", Channel,
        """
                            ThrowIfEstablished(access, result.Status);
                            Replace(access, null);
        """,
        "                    Replace(access, null);",
        "InMemoryLifecycleConformance.A_late_write_after_logout_throws_because_a_missing_established_session_is_not_recreated"),
    new("3 regeneration: every command checks the generation", Session,
        "generation == _generation || (previousLives && generation == PreviousGeneration) ? generation : null", "generation",
        "InMemoryLifecycleConformance.An_open_request_of_a_planted_cookie_fails_because_every_command_checks_the_generation"),
    new("3 regeneration: sign-in replaces the verifier", Session,
        """
                _verifierHash = command.VerifierHash;
                _absoluteDeadline
        """,
        "        _absoluteDeadline",
        "FixationTests.A_planted_cookie_reads_nothing_after_the_victims_login"),
    new("3 regeneration: the new verifier ends the previous one", Session,
        """
                    _previousVerifierHash = null;
                    return _generation;
        """,
        "            return _generation;",
        "InMemoryLifecycleConformance.A_routine_rotation_keeps_the_old_cookie_until_the_new_one_is_presented"),
    new("3 regeneration: compare-and-swap on the generation", Session,
        """
                if (generation != _generation)
                {
                    return CommandResult.NotApplied();
                }
        """,
        "",
        "InMemoryLifecycleConformance.One_of_racing_routine_rotations_wins_and_the_losers_send_no_cookie"),
    new("3 regeneration: compare-and-swap on the generation, in recorded histories", Session,
        """
                if (generation != _generation)
                {
                    return CommandResult.NotApplied();
                }
        """,
        "",
        "InMemoryLinearizabilityConformance.A_sessions_life_is_linearizable"),
    new("4 revocation: a revoked session ends", Session,
        """
                    var revoked = Snapshot(withEntries: false);
                    End();
        """,
        "            var revoked = Snapshot(withEntries: false);",
        "InMemorySessionTests.A_command_that_found_the_session_before_its_revocation_is_refused_because_Revoke_ends_it"),
    new("4 revocation: an ended session leaves the index", Session,
        """
                _isDestroyed = true;
                RemoveFromIndex();
        """,
        "        _isDestroyed = true;",
        "InMemorySessionTests.A_session_that_ends_leaves_its_users_index"),
    new("4 revocation: a sign-in is indexed", Session, "_users.Add(_userId, _selector);", "",
        "InMemoryRegistryConformance.All_sessions_of_a_user_are_revoked"),
    new("4 revocation: all but one", "Storage/Revocation.cs", "&& ExceptId != id", "", "InMemoryRegistryConformance.All_but_one_are_revoked"),
    new("4 revocation: a ticket needs its session", "Tickets/SessionTickets.cs", "            context.RejectPrincipal();", "",
        "TicketTests.A_revoked_session_rejects_its_ticket_at_the_next_request"),
    new("5 tokens: a consumed token is marked", Items, "        token.IsConsumed = true;", "",
        "InMemoryTokenConformance.One_of_racing_consumers_consumes_because_a_consumed_token_is_marked"),
    new("5 tokens: the mark is checked", Items,
        """
                if (token.IsConsumed)
                {
                    return CommandResult.NotApplied();
                }
        """,
        "",
        "InMemoryTokenConformance.One_of_racing_consumers_consumes_because_a_consumed_token_is_marked"),
    new("5 tokens: a consumed token is marked, in recorded histories", Items, "        token.IsConsumed = true;", "",
        "InMemoryLinearizabilityConformance.One_time_tokens_are_linearizable"),
    new("6 visible failures: a stream commits first", Stream,
        """
                await body.CommitAsync().ConfigureAwait(false);
                await inner.WriteAsync
        """,
        "        await inner.WriteAsync",
        Commit),
    new("6 visible failures: a pipe commits first", Pipe,
        """
                await _body.CommitAsync().ConfigureAwait(false);
                return await _inner.FlushAsync
        """,
        """
                Release();
                return await _inner.FlushAsync
        """,
        Commit),
    new("6 visible failures: a pipe holds back until the commit", Pipe, "            _heldBack ??= new ArrayBufferWriter<byte>();", "", Commit),
    new("6 visible failures: starting commits first", Body,
        """
                await CommitAsync().ConfigureAwait(false);
                await inner.StartAsync
        """,
        "        await inner.StartAsync",
        Commit),
    new("6 visible failures: a file commits first", Body,
        """
                await CommitAsync().ConfigureAwait(false);
                await inner.SendFileAsync
        """,
        "        await inner.SendFileAsync",
        Commit),
    new("6 visible failures: completing commits first", Body,
        """
                await CommitAsync().ConfigureAwait(false);
                await inner.CompleteAsync
        """,
        "        await inner.CompleteAsync",
        "CommitTests.On_Kestrel_a_failed_commit_is_rendered"),
    new("6 visible failures: an unstarted response commits at its end", "Middleware/GranularSessionMiddleware.cs",
        "await body.CommitAsync().ConfigureAwait(false);", "await Task.CompletedTask;", Commit),
    new("6 visible failures: a late failure breaks the response off", "Middleware/GranularSessionFeature.cs",
        "            _context.Abort();", "", "CommitTests.A_late_commit_that_fails_breaks_the_response_off_and_is_logged"),
    new("7 expiry: idle", Session, "now < IdleDeadline && ", "",
        "InMemoryExpiryConformance.An_idle_session_ends_because_IsAlive_checks_the_idle_deadline"),
    new("7 expiry: absolute", Session, " && now < _absoluteDeadline", "",
        "InMemoryExpiryConformance.An_active_session_ends_because_IsAlive_checks_the_absolute_deadline"),
    new("7 expiry: items", Items, "item.Deadline > now || item.Deadline is null", "item is not null",
        "InMemoryExpiryConformance.Every_kind_of_item_ends_with_its_lifetime"),
    new("7 expiry: the refresh threshold", Session, "now - _lastSeen >= _timeouts.RefreshAfter", "now >= _lastSeen",
        "InMemoryExpiryConformance.Activity_below_the_threshold_is_not_written"),
    new("8 drop-in: only changed keys", "Sessions/GranularSession.cs",
        "new Dictionary<string, byte[]?>(_changes, StringComparer.Ordinal);",
        "(_snapshot ?? NoEntries).Where(entry => !_changes.ContainsKey(entry.Key))"
            + ".Select(entry => KeyValuePair.Create(entry.Key, (byte[]?)entry.Value)).Concat(_changes).ToDictionary();",
        "InMemoryEntryConformance.Commits_of_different_keys_commute_because_only_changed_keys_are_written"),
    new("8 drop-in: Clear reaches granular items", Session,
        """
                _entries.Clear();
                _items.Clear();
        """,
        "        _entries.Clear();",
        "InMemoryEntryConformance.Clear_empties_the_granular_items_too"),
    new("8 drop-in: Clear keeps its place", "Items/Stored/ItemRunner.cs",
        "var clearing = session.CommitClearAsync(cancellationToken);", "var clearing = default(ValueTask);",
        "InMemoryEntryConformance.Clear_keeps_its_place_among_granular_operations"),
    new("9 cookie: Secure", "Options/GranularSessionOptions.cs", "            SecurePolicy = CookieSecurePolicy.Always;", "", SafeCookie),
    new("9 cookie: HttpOnly", "Options/GranularSessionOptions.cs", "            HttpOnly = true;", "", SafeCookie),
    new("9 cookie: SameSite", "Options/GranularSessionOptions.cs", "            SameSite = SameSiteMode.Lax;", "", SafeCookie),
    new("9 cookie: http in Development only", "Cookies/SessionCookie.cs", " && environment.IsDevelopment()", "",
        "CookieTests.The_opt_out_does_nothing_outside_development"),
    new("outcomes: an applied operation is recorded", Session, "            _operations.Record(command, operation, result);", "",
        "InMemoryOperationConformance.Whatever_is_repeated_takes_effect_once_and_is_answered_alike"),
    new("outcomes: an applied operation is recorded, in recorded histories", Session,
        "            _operations.Record(command, operation, result);", "", "InMemoryLinearizabilityConformance.Lists_are_linearizable"),
    new("outcomes: what was not applied is not recorded", Session,
        """
                if (result.Status == CommandStatus.Applied)
                {
                    _operations
        """,
        """
                {
                    _operations
        """,
        "InMemoryOperationConformance.What_was_not_applied_is_not_recorded"),
    new("outcomes: an id stands for one command", Operations,
        "record.Operation.CommandHash.AsSpan().SequenceEqual(operation.CommandHash)",
        "record != default",
        "InMemoryOperationConformance.An_id_used_for_another_command_is_refused"),
    new("outcomes: an old id is refused", Operations, "if (now >= operation.ExpiresAt)", "if (now == default)",
        "InMemoryOperationConformance.An_id_older_than_the_retention_is_refused"),
    new("outcomes: none is forgotten at the limit", Operations,
        "return _records.Count >= SessionOperation.MaxPerSession ? new(CommandStatus.OperationLimitReached) : null;", "return null;",
        "InMemoryOperationConformance.At_the_limit_an_operation_is_refused_and_none_is_forgotten"),
    new("outcomes: a repeated update does not run", "Items/Stored/ItemRunner.cs", "return result.IsReplay ? result.Payload : null;", "return null;",
        "InMemoryOperationConformance.An_update_sent_again_answers_with_what_it_wrote_and_does_not_run_its_function"),
    new("outcomes: the exception says what a retry does", "Sessions/StoreClient.cs",
        "{ Operation: not null } or DestroySession => FailedCall.MayBeRepeated", "DestroySession => FailedCall.MayBeRepeated",
        "OutcomeTests.With_an_id_a_retry_is_safe_and_applies_it_once"),
    new("outcomes: a creation that did happen is taken over", Channel, "            _unsettledCreation = credential;", "",
        "OutcomeTests.A_creation_of_unknown_outcome_is_retried_and_leaves_one_session"),
    new("outcomes: a regeneration that did happen is taken over", Channel, "            _unsettledRegeneration = credential;", "",
        "OutcomeTests.A_sign_in_of_unknown_outcome_can_be_retried_by_the_same_request"),
];

var repository = Environment.CurrentDirectory;
while (!File.Exists(Path.Combine(repository, "global.json")))
{
    repository = Path.GetDirectoryName(repository) ?? throw new InvalidOperationException("Run this from inside the repository.");
}

var copy = Directory.CreateTempSubdirectory("guard-lines-").FullName;
var tests = Path.Combine(copy, "tests/GranularSessions.Tests");
try
{
    Copy("Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "src/Directory.Build.props", "tests/Directory.Build.props");
    CopyTree(
        "docs", "src/GranularSessions", "src/GranularSessions.Conformance", "src/GranularSessions.PostgreSql", "src/GranularSessions.Redis",
        "tests/GranularSessions.Tests");
    var chosen = guards.Index()
        .Where(guard => args.All(part => IsNumbered(guard.Index + 1, part) || guard.Item.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
        .ToArray();
    if (chosen.Length == 0)
    {
        Console.WriteLine($"None of the {guards.Length} guards is that.");
        return 1;
    }

    if (Run("build", tests, "-nologo", "-v", "q", "-p:RunAnalyzers=false") != 0)
    {
        Console.WriteLine("The copy does not build untouched.");
        return 1;
    }

    var named = chosen.Select(guard => guard.Item.Test).Distinct().ToArray();
    if (RunTests(named) != Passed)
    {
        var failing = named.Where(test => RunTests(test) != Passed);
        Console.WriteLine($"Untouched, these fail: {string.Join(", ", failing)}");
        return 1;
    }

    var unnoticed = 0;
    foreach (var (index, guard) in chosen)
    {
        var file = Path.Combine(copy, "src/GranularSessions", guard.File);
        var source = File.ReadAllText(file);
        string outcome;
        if (source.Split(guard.Line).Length != 2)
        {
            outcome = "NOT FOUND ONCE";
        }
        else
        {
            File.WriteAllText(file, source.Replace(guard.Line, guard.Without));
            outcome = !BuildCore() ? "DOES NOT BUILD" : RunTests(guard.Test) switch
            {
                Passed => "UNNOTICED",
                TimedOut => "HANGS",
                _ => "noticed",
            };
            File.WriteAllText(file, source);
        }

        unnoticed += outcome == "noticed" ? 0 : 1;
        Console.WriteLine($"{index + 1,2} {outcome}  {guard.Name}  by {guard.Test}");
    }

    Console.WriteLine($"{chosen.Length - unnoticed} of {chosen.Length} lines are noticed when taken out.");
    return unnoticed == 0 ? 0 : 1;
}
finally
{
    Directory.Delete(copy, recursive: true);
}

void Copy(params string[] files)
{
    foreach (var file in files)
    {
        var target = Path.Combine(copy, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(repository, file), target);
    }
}

void CopyTree(params string[] folders)
{
    foreach (var folder in folders)
    {
        Copy([.. Directory.EnumerateFiles(Path.Combine(repository, folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(repository, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))]);
    }
}

static bool IsNumbered(int number, string range)
    => range.Split("..") is [var first, var last] && int.TryParse(first, out var from) && int.TryParse(last, out var to) && number >= from && number <= to;

// Only bodies of methods change, so that the assemblies which refer to the core need no build of their own.
bool BuildCore()
{
    var core = Path.Combine(copy, "src/GranularSessions");
    if (Run("build", core, "-nologo", "-v", "q", "--no-restore", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false") != 0)
    {
        return false;
    }

    const string assembly = "bin/Debug/net10.0/GranularSessions.dll";
    File.Copy(Path.Combine(core, assembly), Path.Combine(tests, assembly), overwrite: true);
    return true;
}

// A name that no test has counts as passed, which is the safe side here.
int RunTests(params string[] names)
    => Run([Path.Combine(tests, "bin/Debug/net10.0/GranularSessions.Tests.dll"), .. names.SelectMany(name => new[] { "-method", $"*.{name}" })]);

static int Run(params string[] arguments)
{
    var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
    // Build servers would outlive the build and keep its output open.
    start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
    start.Environment["UseSharedCompilation"] = "false";
    using var process = Process.Start(start)!;
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    if (process.WaitForExit(TimeSpan.FromMinutes(5)))
    {
        return process.ExitCode;
    }

    process.Kill(entireProcessTree: true);
    return TimedOut;
}

internal sealed record Guard(string Name, string File, string Line, string Without, string Test);
