using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hallmark.Mutation;

/// <summary>Which places are tried: chosen by a seed, as many of each project as it has of all places, but some of each.</summary>
internal static class Draw
{
    private const int FewestOfAProject = 10;

    public static IReadOnlyList<Mutant> Of(IReadOnlyList<SourceProject> projects, int count, int seed)
    {
        int all = projects.Sum(project => project.Places.Count);
        var drawn = new List<Mutant>();
        foreach (SourceProject project in projects.OrderBy(project => project.Places.Count))
        {
            int left = count - drawn.Count;
            int share = Math.Max(FewestOfAProject, (int)Math.Round((double)left * project.Places.Count / all));
            drawn.AddRange(Of(project, Math.Min(share, left), seed, drawn.Count));
            all -= project.Places.Count;
        }
        return drawn;
    }

    private static List<Mutant> Of(SourceProject project, int count, int seed, int before)
    {
        var drawn = new List<Mutant>();
        var taken = new HashSet<SyntaxNode>();
        foreach (Place place in project.Places.OrderBy(place => Lot(place, seed), StringComparer.Ordinal))
        {
            if (drawn.Count == count)
            {
                break;
            }
            var mutant = new Mutant(before + drawn.Count + 1, place);
            if (taken.Add(place.Node) && !IsHowToAwait(place.Node) && project.Compiles(mutant))
            {
                drawn.Add(mutant);
            }
        }
        return drawn;
    }

    /// <summary>The argument of ConfigureAwait, which means nothing in a program without a synchronisation context.</summary>
    private static bool IsHowToAwait(SyntaxNode node) =>
        node.Parent?.Parent?.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
        && access.Name.Identifier.Text == nameof(Task.ConfigureAwait);

    /// <summary>By chance, but from the seed and the place alone: a change in one file leaves the lots of all others.</summary>
    private static string Lot(Place place, int seed) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {place.Path} {place.Index}")));
}
