using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Login;

/// <summary>Where a visitor goes after a step, with the new session's cookie when the step made one.</summary>
internal sealed record NextStop(string Path, string? Session = null);

/// <summary>Small things every step of the login does.</summary>
internal static class Stepping
{
    public static string Address(string path, Interaction interaction) => $"{path}?interaction={interaction.Id}";

    public static Step Of(Interaction interaction, string path, string token) =>
        new(Address(path, interaction), interaction.Id, token)
        {
            FormTarget = interaction.Parameters.GetValueOrDefault("redirect_uri") is { } target ? FormTargets.Of(target) : null,
        };

    /// <summary>A form is shown again with 400, whatever was wrong with it; only who must wait is told so by the status.</summary>
    public static int StatusOf(Refusal? refusal) => refusal switch
    {
        null => StatusCodes.Status200OK,
        { Kind: RefusalKind.TooMany } => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status400BadRequest,
    };

    public static IResult Go(HttpContext http, SignOnOptions options, Visitor visitor, NextStop next)
    {
        if (next.Session is not null)
        {
            visitor.PutSession(next.Session);
        }

        return PageAnswers.GoTo(http, options, next.Path);
    }
}
