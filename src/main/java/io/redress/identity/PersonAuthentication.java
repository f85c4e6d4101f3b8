package io.redress.identity;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Spring Security's way to {@link SignIns}, one for each door. Authorities are the role ids as they are. */
final class PersonAuthentication implements AuthenticationProvider {

    private final SignIns signIns;
    private final SignIns.Door door;

    PersonAuthentication(SignIns signIns, SignIns.Door door) {
        this.signIns = signIns;
        this.door = door;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        Object password = authentication.getCredentials();
        SignIns.SignedIn signedIn = signIns.verify(
                authentication.getName(), password == null ? "" : password.toString(), source(authentication), door);
        UsernamePasswordAuthenticationToken token = token(signedIn.id(), signedIn.roles());
        token.setDetails(authentication.getDetails());
        return token;
    }

    static UsernamePasswordAuthenticationToken token(String personId, Collection<String> roles) {
        List<SimpleGrantedAuthority> authorities =
                roles.stream().sorted().map(SimpleGrantedAuthority::new).toList();
        return UsernamePasswordAuthenticationToken.authenticated(personId, null, authorities);
    }

    private static String source(Authentication authentication) {
        @Nullable Object details = authentication.getDetails();
        return details instanceof WebAuthenticationDetails web ? web.getRemoteAddress() : "unknown";
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
