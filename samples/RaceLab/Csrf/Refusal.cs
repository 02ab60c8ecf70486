using Microsoft.AspNetCore.Http.HttpResults;

namespace RaceLab.Csrf;

/// <summary>Why a submit is refused.</summary>
internal static class Refusal
{
    public static ProblemHttpResult NotOfThisSession()
        => TypedResults.Problem("The form's token was not issued in this session, or no longer counts.", statusCode: StatusCodes.Status403Forbidden);

    public static ProblemHttpResult AlreadySubmitted()
        => TypedResults.Problem("This form has been submitted already.", statusCode: StatusCodes.Status409Conflict);
}
