using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>Assignments whose value branches: the control-flow graph captures what they assign to before it evaluates the value.</summary>
public sealed class BranchingAssignmentTests
{
    [Fact]
    public Task A_variable_holds_what_a_coalescing_value_assigned_to_it() => Verify.Analyzer<ReadModifyWrite>(
        """
        public class VisitsController
        {
            public void Visit(ISession session)
            {
                int visits;
                visits = session.GetInt32("visits") ?? 0;
                [|session.SetInt32("visits", visits + 1)|];
            }
        }
        """);

    [Fact]
    public Task A_variable_holds_what_a_conditional_value_assigned_to_it() => Verify.Analyzer<ReadModifyWrite>(
        """
        public class VisitsController
        {
            public void Visit(ISession session, bool start)
            {
                int? visits = null;
                visits = start ? 0 : session.GetInt32("visits");
                [|session.SetInt32("visits", visits.Value + 1)|];
            }
        }
        """);

    [Fact]
    public Task A_variable_no_longer_holds_what_a_conditional_value_replaced() => Verify.Analyzer<ReadModifyWrite>(
        """
        public class TokenController
        {
            public void Renew(ISession session, System.Text.Json.Nodes.JsonNode response)
            {
                var token = session.GetString("token");
                if (!string.IsNullOrEmpty(token))
                {
                    return;
                }

                token = session.GetString("token");
                token = response["access_token"]?.GetValue<string>();
                session.SetString("token", token ?? "");
            }
        }
        """);

    [Fact]
    public Task A_property_that_is_assigned_a_conditional_value_is_not_read() => Verify.Analyzer<ReadModifyWrite>(
        """
        public class Cart(ISession session)
        {
            public string Note
            {
                get => session.GetString("note") ?? "";
                set => session.SetString("note", value);
            }

            public void Rename(bool clear, string text) => Note = clear ? "" : text;

            public void Append(string? text) => [|Note|] = Note + (text ?? "");
        }
        """);
}
