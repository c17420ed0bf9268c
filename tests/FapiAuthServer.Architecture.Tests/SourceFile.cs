using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests;

/// <summary>A C# file, as text and as what the compiler reads in it.</summary>
internal sealed class SourceFile(string path, string text)
{
    private readonly Lazy<CompilationUnitSyntax> syntax = new(
        () => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest)).GetCompilationUnitRoot());

    public string Path => path;
    public string Text => text;
    public string Name => System.IO.Path.GetFileNameWithoutExtension(path);
    public CompilationUnitSyntax Syntax => syntax.Value;

    public bool IsIn(string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);

    public IEnumerable<T> All<T>() where T : SyntaxNode => Syntax.DescendantNodes().OfType<T>();

    /// <summary>String literals and the text between the holes of interpolated ones.</summary>
    public IEnumerable<SyntaxToken> Strings()
        => Syntax.DescendantTokens().Where(token => token.Value is string
            && (token.IsKind(SyntaxKind.InterpolatedStringTextToken) || token.Parent is LiteralExpressionSyntax));

    public IEnumerable<SyntaxToken> Identifiers() => Syntax.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken));

    /// <summary>Comments of every kind, documentation included.</summary>
    public IEnumerable<SyntaxTrivia> Comments()
        => Syntax.DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
            || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia));

    public string At(SyntaxNode node) => At(node.GetLocation());
    public string At(SyntaxToken token) => At(token.GetLocation());
    public string At(SyntaxTrivia trivia) => At(trivia.GetLocation());

    private string At(Location location) => $"{path}:{location.GetLineSpan().StartLinePosition.Line + 1}";
}
