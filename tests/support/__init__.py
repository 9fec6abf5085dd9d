"""What tests of several layers share: embedded servers, the mail catcher, the development issuer."""
